"""Logs in, tells an error by its reason, uploads a picture: what a client of this language has to manage."""

import os

from openapi_client import ApiClient, Configuration, WechatApi
from openapi_client.exceptions import BadRequestException
from openapi_client.models import WechatLoginRefused, WechatLoginRefusedReason, WechatLoginRequest

configuration = Configuration(host=os.environ["BASE_URL"])
api = WechatApi(ApiClient(configuration))

try:
    api.wechat_login(WechatLoginRequest(users_wx_code="no-such-code"))
    raise SystemExit("signed in by a code that does not exist")
except BadRequestException as refused:
    answer = WechatLoginRefused.from_json(refused.body)
    assert answer.data.reason == WechatLoginRefusedReason.WECHAT_CODE_INVALID, refused.body
    assert answer.data.fields["users_wx_code"], refused.body

signed_in = api.wechat_login(WechatLoginRequest(users_wx_code=os.environ["WX_CODE"]))
assert signed_in.meta.data.user.created.year >= 2026

configuration.access_token = signed_in.token
avatar = api.wechat_avatar(os.environ["PICTURE"])
assert avatar.data.users_picture.startswith("http")
print("logged in, narrowed wechat_code_invalid, uploaded a picture")
