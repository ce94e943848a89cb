// Logs in, tells an error by its reason, uploads a picture: what a client of this language has to manage.
import java.io.File
import org.openapitools.client.apis.WechatApi
import org.openapitools.client.infrastructure.ApiClient
import org.openapitools.client.infrastructure.ClientError
import org.openapitools.client.infrastructure.ClientException
import org.openapitools.client.infrastructure.Serializer
import org.openapitools.client.models.*

fun main() {
    val api = WechatApi(System.getenv("BASE_URL"))

    try {
        api.wechatLogin(WechatLoginRequest(usersWxCode = "no-such-code"))
        error("signed in by a code that does not exist")
    } catch (refused: ClientException) {
        val body = (refused.response as ClientError<*>).body as String
        val answer = Serializer.gson.fromJson(body, WechatLoginRefused::class.java)
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
