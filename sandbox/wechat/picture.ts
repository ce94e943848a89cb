/**
 * The picture of a mini-program code. WeChat's own round code has no public definition, so a QR code stands for it:
 * any reader finds in it the plain URL scheme that opens the page,
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/url-scheme.html
 */
import { PNG } from "pngjs";
import qrcode from "qrcode-generator";

export interface CodeTarget {
  readonly appid: string;
  readonly page: string;
  readonly scene: string;
  readonly env_version: string;
}

/** Modules of white around a QR code, which readers need. */
const QUIET_ZONE = 4;
const GREYSCALE = 0;

/** What a reader of the picture finds. */
export function codeText({ appid, page, scene, env_version }: CodeTarget): string {
  const query = new URLSearchParams({
    appid,
    path: page,
    query: `scene=${encodeURIComponent(scene)}`,
    env_version,
  });
  return `weixin://dl/business/?${query}`;
}

/** A square PNG, `width` pixels wide. */
export function drawCode(target: CodeTarget, width: number): Buffer {
  const code = qrcode(0, "M");
  code.addData(codeText(target));
  code.make();
  const modules = code.getModuleCount();
  const scale = Math.floor(width / (modules + 2 * QUIET_ZONE));
  const margin = Math.floor((width - modules * scale) / 2);
  const picture = new PNG({ width, height: width, colorType: GREYSCALE });
  picture.data.fill(255);
  for (let y = 0; y < modules * scale; y += 1) {
    for (let x = 0; x < modules * scale; x += 1) {
      if (!code.isDark(Math.floor(y / scale), Math.floor(x / scale))) continue;
      const pixel = ((y + margin) * width + x + margin) * 4;
      picture.data.fill(0, pixel, pixel + 3);
    }
  }
  return PNG.sync.write(picture, { colorType: GREYSCALE });
}
