/**
 * What every operation with a JSON body does with a body that is too large, of another type, or no JSON object.
 * @module
 */
import type { Scenario } from "./scenarios.ts";
import type { Call, Service } from "./service.ts";

/** Makes a call that succeeds, with an object as its body. */
export type PassingCall = (service: Service) => Promise<Call>;

const LIMIT = 64 * 1024;

const REFUSED_TYPES = [
  "text/plain",
  "application/jsonx",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "",
  null,
];
const ACCEPTED_TYPES = ["application/json;charset=GBK", 'Application/JSON ; charset="utf-8"; x=y'];
const NO_OBJECTS = ["{", "[]", "null", '"text"', "12", " ", "{}{}", "\ufeff{}"];

/** The call with its body padded to `bytes` by a field that no operation knows. */
function padded(call: Call, bytes: number): Call {
  const bare = JSON.stringify({ ...(call.body as object), padding: "" });
  const padding = "x".repeat(bytes - new TextEncoder().encode(bare).length);
  return { ...call, body: { ...(call.body as object), padding } };
}

export function bodyScenarios(passing: PassingCall): Scenario[] {
  return [
    ...NO_OBJECTS.map((body): Scenario => ({
      name: `refuses the body ${JSON.stringify(body)}`,
      call: async (service) => ({ ...(await passing(service)), body }),
      status: 400,
      reason: "invalid_json",
      body: { code: 400, msg: "请求体不是合法的 JSON 对象", data: { reason: "invalid_json" } },
    })),
    ...REFUSED_TYPES.map((type): Scenario => ({
      name: `refuses a body of type ${JSON.stringify(type)}`,
      call: async (service) => ({ ...(await passing(service)), headers: { "content-type": type } }),
      status: 415,
      reason: "unsupported_media_type",
      body: {
        code: 415,
        msg: "请求体类型不受支持，应为 application/json",
        data: { reason: "unsupported_media_type" },
      },
    })),
    ...ACCEPTED_TYPES.map((type): Scenario => ({
      name: `accepts a body of type ${type}`,
      call: async (service) => ({ ...(await passing(service)), headers: { "content-type": type } }),
      status: 200,
    })),
    ...[false, true].flatMap((chunked): Scenario[] => {
      const how = chunked ? "in chunks" : "in one piece";
      return [
        {
          name: `accepts a body of exactly 64 KiB ${how}`,
          call: async (service) => ({ ...padded(await passing(service), LIMIT), chunked }),
          status: 200,
        },
        {
          name: `refuses one byte more than 64 KiB ${how}`,
          call: async (service) => ({ ...padded(await passing(service), LIMIT + 1), chunked }),
          status: 413,
          reason: "body_too_large",
          body: { code: 413, msg: "请求体不能超过 64 KB", data: { reason: "body_too_large" } },
        },
      ];
    }),
  ];
}
