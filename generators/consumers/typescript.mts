// Logs in, tells an error by its reason, uploads a picture: what a client of this language has to manage.
import { readFile } from "node:fs/promises";
import createClient from "openapi-fetch";
import type { paths } from "./api.js";

const { BASE_URL = "", WX_CODE = "", PICTURE = "" } = process.env;
const client = createClient<paths>({ baseUrl: BASE_URL });

const { error } = await client.POST("/api/wechat/login", { body: { users_wx_code: "no-such-code" } });
if (error?.data.reason !== "wechat_code_invalid" || !error.data.fields?.users_wx_code)
  throw new Error(`not told apart: ${JSON.stringify(error)}`);

const { data: signedIn } = await client.POST("/api/wechat/login", { body: { users_wx_code: WX_CODE } });
if (signedIn?.meta.data.user.users_type !== "游客") throw new Error("not signed in");

const form = new FormData();
form.set("file", new Blob([await readFile(PICTURE)], { type: "image/png" }), "picture.png");
const { data: avatar } = await client.POST("/api/wechat/avatar", {
  // The generated type of a file is a text; what travels is the form.
  body: { file: "" },
  bodySerializer: () => form,
  headers: { Authorization: `Bearer ${signedIn.token}` },
});
if (!avatar?.data.users_picture.startsWith("http")) throw new Error("not uploaded");
console.log("logged in, narrowed wechat_code_invalid, uploaded a picture");
