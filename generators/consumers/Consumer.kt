// Logs in, tells an error by its reason, uploads a picture: what a client of this language has to manage.
import com.squareup.moshi.JsonAdapter
import com.squareup.moshi.JsonReader
import com.squareup.moshi.JsonWriter
import com.squareup.moshi.Moshi
import java.io.File
import java.lang.reflect.Type
import org.openapitools.client.apis.WechatApi
import org.openapitools.client.infrastructure.ApiClient
import org.openapitools.client.infrastructure.ClientError
import org.openapitools.client.infrastructure.ClientException
import org.openapitools.client.infrastructure.Serializer
import org.openapitools.client.models.*

/** Moshi reads enums from texts alone; the constants of the contract's codes are numbers. */
object NumericEnums : JsonAdapter.Factory {
    override fun create(type: Type, annotations: Set<Annotation>, moshi: Moshi): JsonAdapter<*>? {
        val enum = (type as? Class<*>)?.takeIf { it.isEnum } ?: return null
        val value = enum.methods.firstOrNull { it.name == "getValue" && it.returnType == Int::class.java } ?: return null
        val byValue = enum.enumConstants.associateBy { value.invoke(it) as Int }
        return object : JsonAdapter<Any>() {
            override fun fromJson(reader: JsonReader): Any? = byValue[reader.nextInt()]
            override fun toJson(writer: JsonWriter, value: Any?) = throw UnsupportedOperationException()
        }
    }
}

fun main() {
    Serializer.moshiBuilder.add(NumericEnums)
    val api = WechatApi(System.getenv("BASE_URL"))

    try {
        api.wechatLogin(WechatLoginRequest(usersWxCode = "no-such-code"))
        error("signed in by a code that does not exist")
    } catch (refused: ClientException) {
        val body = (refused.response as ClientError<*>).body as String
        val answer = Serializer.moshi.adapter(WechatLoginRefused::class.java).fromJson(body)!!
        check(answer.data.reason == WechatLoginRefusedReason.wechat_code_invalid) { body }
        check(answer.data.fields!!["users_wx_code"] != null) { body }
    }

    val signedIn = api.wechatLogin(WechatLoginRequest(usersWxCode = System.getenv("WX_CODE")))
    check(signedIn.meta.data.user.created!!.year >= 2026)

    ApiClient.accessToken = signedIn.token
    val avatar = api.wechatAvatar(File(System.getenv("PICTURE")))
    check(avatar.data.usersPicture.toString().startsWith("http"))
    println("logged in, narrowed wechat_code_invalid, uploaded a picture")
    // OkHttp's threads would keep the process for a minute.
    System.out.flush()
    kotlin.system.exitProcess(0)
}
