/**
 * Mini-program codes: pictures by which a phone opens a page of the mini-program with a scene.
 * Source: WeChat's documentation of wxacode.getUnlimited.
 * @module
 */
import type { MiniProgram } from "../pocketbase/settings.ts";
import { Failure } from "../errors.ts";
import { accessToken, forgetAccessToken } from "./access-token.ts";
import { type Picture, readPicture } from "./answers.ts";
import { call, unwrap } from "./call.ts";
import { isStaleToken, pictureFailure } from "./errcodes.ts";

/** The smallest that WeChat draws, in pixels: it is to be sent on to a page, in an answer. */
const WIDTH = 280;

export interface CodeTarget {
  /** At most 32 letters and digits. */
  scene: string;
  /** Without a leading slash; "" for the mini-program's first page. */
  page: string;
  envVersion: "release" | "trial" | "develop";
}

/**
 * The picture that opens this. Nothing is lost when WeChat has drawn one too many, so a refused access token is
 * replaced once, as elsewhere.
 * @throws Failure scan_unavailable for every error of WeChat's, wechat_unavailable for its faults
 */
export function miniProgramCode(app: MiniProgram, { scene, page, envVersion }: CodeTarget): Picture {
  const body = {
    scene,
    // An operator may set up the door before the page is published.
    check_path: false,
    env_version: envVersion,
    width: WIDTH,
    ...(page !== "" && { page }),
  };
  const attempt = (token: string) =>
    call("/wxa/getwxacodeunlimit", `access_token=${encodeURIComponent(token)}`, body, readPicture, true);
  const token = tokenForPicture(app);
  let reading = attempt(token);
  if ("error" in reading && isStaleToken(reading.error)) {
    forgetAccessToken(app, token);
    reading = attempt(tokenForPicture(app));
  }
  return unwrap(reading, pictureFailure);
}

/** Without a token there is no picture: whoever wants to scan is told the same. */
function tokenForPicture(app: MiniProgram): string {
  try {
    return accessToken(app);
  } catch (error) {
    const isRefused = error instanceof Failure && error.details.errcode !== undefined;
    throw isRefused && error.reason !== "wechat_unavailable"
      ? new Failure("scan_unavailable", error.details)
      : error;
  }
}
