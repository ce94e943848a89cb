// Logs in, tells an error by its reason, uploads a picture: what a client of this language has to manage.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"strings"

	"example.com/consumer/client"
)

func main() {
	configuration := client.NewConfiguration()
	configuration.Servers = client.ServerConfigurations{{URL: os.Getenv("BASE_URL")}}
	api := client.NewAPIClient(configuration)
	ctx := context.Background()

	_, _, err := api.WechatAPI.WechatLogin(ctx).WechatLoginRequest(*client.NewWechatLoginRequest("no-such-code")).Execute()
	var refused *client.GenericOpenAPIError
	if !errors.As(err, &refused) {
		log.Fatalf("not refused: %v", err)
	}
	answer, ok := refused.Model().(client.WechatLoginRefused)
	if !ok || answer.Data.Reason != client.WECHATLOGINREFUSEDREASON_WECHAT_CODE_INVALID || answer.Data.GetFields()["users_wx_code"] == "" {
		log.Fatalf("not told apart: %s", refused.Body())
	}

	signedIn, _, err := api.WechatAPI.WechatLogin(ctx).WechatLoginRequest(*client.NewWechatLoginRequest(os.Getenv("WX_CODE"))).Execute()
	if err != nil || signedIn.Meta.Data.User.Created.Get() == nil {
		log.Fatalf("not signed in: %v", err)
	}

	picture, err := os.Open(os.Getenv("PICTURE"))
	if err != nil {
		log.Fatal(err)
	}
	ctx = context.WithValue(ctx, client.ContextAccessToken, signedIn.Token)
	avatar, _, err := api.WechatAPI.WechatAvatar(ctx).File(picture).Execute()
	if err != nil || !strings.HasPrefix(avatar.Data.UsersPicture, "http") {
		log.Fatalf("not uploaded: %v", err)
	}
	fmt.Println("logged in, narrowed wechat_code_invalid, uploaded a picture")
}
