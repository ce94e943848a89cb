/** The WeChat endpoints that the sandbox serves: a new one is a file in `endpoints/` and a line here. */
import type { Endpoint } from "./endpoints/endpoint.ts";
import { getuserphonenumber } from "./endpoints/getuserphonenumber.ts";
import { getwxacodeunlimit } from "./endpoints/getwxacodeunlimit.ts";
import { jscode2session } from "./endpoints/jscode2session.ts";
import { stableToken } from "./endpoints/stable-token.ts";

const SERVED = [jscode2session, stableToken, getuserphonenumber, getwxacodeunlimit] as const;

export type EndpointName = (typeof SERVED)[number]["name"];

export const ENDPOINTS: readonly Endpoint<EndpointName>[] = SERVED;
