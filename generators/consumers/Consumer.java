// Logs in, tells an error by its reason, uploads a picture: what a client of this language has to manage.
import java.io.File;
import java.util.Map;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.WechatApi;
import org.openapitools.client.model.*;

public class Consumer {
    public static void main(String[] args) throws Exception {
        ApiClient client = new ApiClient();
        client.updateBaseUri(System.getenv("BASE_URL"));
        WechatApi api = new WechatApi(client);

        try {
            api.wechatLogin(new WechatLoginRequest().usersWxCode("no-such-code"));
            throw new IllegalStateException("signed in by a code that does not exist");
        } catch (ApiException refused) {
            WechatLoginRefused answer =
                    client.getObjectMapper().readValue(refused.getResponseBody(), WechatLoginRefused.class);
            boolean told = answer.getData().getReason() == WechatLoginRefusedReason.WECHAT_CODE_INVALID
                    && answer.getData().getFields().get("users_wx_code") != null;
            if (!told) throw new IllegalStateException("not told apart: " + refused.getResponseBody());
        }

        AuthAnswer signedIn = api.wechatLogin(new WechatLoginRequest().usersWxCode(System.getenv("WX_CODE")));
        if (signedIn.getMeta().getData().getUser().getCreated() == null) throw new IllegalStateException("no date");

        WechatAvatarAnswer avatar = api.wechatAvatar(
                new File(System.getenv("PICTURE")), Map.of("Authorization", "Bearer " + signedIn.getToken()));
        if (!avatar.getData().getUsersPicture().toString().startsWith("http")) throw new IllegalStateException("not uploaded");
        System.out.println("logged in, narrowed wechat_code_invalid, uploaded a picture");
    }
}
