/**
 * Bundled into the browser: the fake `wx`, and the app around a page that miniprogram-simulate renders.
 * @module
 */
import { type Box, defineBuiltIns, type Dialogs, type Simulate } from "./example-built-ins.ts";
import { fakePictures, photo } from "./fake-pictures.ts";
import type { Held } from "./fake-plans.ts";
import { createFakeWx } from "./fake-wx.ts";

interface Rendered {
  attach(parent: Box): void;
  detach(): void;
  instance: { onLoad?(query: Query): void; onShow?(): void };
}
type Load = (path: string) => unknown;
/** What a page is opened with. */
interface Query {
  [name: string]: string;
}

declare const document: { body: Box };
declare const window: {
  simulate: Simulate & { render(id: string): Rendered };
  require: Load;
  wx: object;
  App(app: { onLaunch(): void }): void;
  __FILE_MAP__: { [path: string]: unknown };
  /** What compiled markup asks for. */
  __webview_engine_version__: number;
  /** Given by the test's side. */
  mintLoginCode(): Promise<string>;
  compiledMarkup?: (path: string) => unknown;
  stage: typeof stage;
};

/** What WeChat hands over when its own dialogs are answered; a test sets them before it taps. */
let dialogs: Dialogs = {};

let modules = new Map<string, unknown>();
let shown: Rendered | null = null;

function cacheModules(): void {
  const load = window.require;
  window.require = (path) => {
    if (!modules.has(path)) modules.set(path, load(path));
    return modules.get(path);
  };
}

/** What a test tells the browser. */
export const stage = {
  fake: createFakeWx({ loginCode: () => window.mintLoginCode() }),
  dialogs,
  /** Where the app has navigated to. */
  visited: [] as string[],
  held: null as Held | null,

  /** Once, after miniprogram-simulate has been loaded: gives it the files of the app. */
  install(files: { [path: string]: string }): void {
    window.__webview_engine_version__ = 0.02;
    window.__FILE_MAP__ = {};
    for (const [path, text] of Object.entries(files)) {
      // It hands modules `module` alone; a phone hands them `exports` as well.
      if (path.endsWith(".js")) window.__FILE_MAP__[path] = `var exports = module.exports;\n${text}`;
      else if (path.endsWith(".wxml") && window.compiledMarkup)
        window.__FILE_MAP__[path] = window.compiledMarkup(path.slice(1));
      else window.__FILE_MAP__[path] = text;
    }
    cacheModules();
    defineBuiltIns(window.simulate, () => dialogs);
    window.App = (app) => app.onLaunch();
  },

  /** Another phone: nothing stored, nothing called, no dialog answered, no page shown. */
  reset(config: object): void {
    window.__FILE_MAP__["/config.js"] = `module.exports = ${JSON.stringify(config)};`;
    shown?.detach();
    shown = null;
    stage.fake = createFakeWx({ loginCode: () => window.mintLoginCode() });
    stage.dialogs = dialogs = {};
    stage.visited = [];
    Object.assign(window.wx, stage.fake.wx, fakePictures(stage.fake.files), {
      navigateTo: ({ url }: { url: string }) => void stage.visited.push(url),
      reLaunch: ({ url }: { url: string }) => void stage.visited.push(url),
      navigateBack: () => void stage.visited.push("back"),
    });
  },

  /** Starts the app: every module anew, `onLaunch`, then a page. Storage is as it was. */
  launch(page: string): void {
    modules = new Map();
    window.require("/app");
    stage.show(page);
  },

  /** Another page of the running app. */
  show(page: string, query: Query = {}): void {
    shown?.detach();
    const options = { rootPath: "/", compiler: window.compiledMarkup ? "official" : "simulate" };
    shown = window.simulate.render(window.simulate.load(page, "main", options));
    shown.attach(document.body);
    shown.instance.onLoad?.(query);
    shown.instance.onShow?.();
  },

  /** Keeps back the outcome of the next call to this path, until `held` is released. */
  hold(path: string): void {
    stage.held = stage.fake.hold(path);
  },

  /** Has this picture chosen at the next tap on the button for it. */
  choosePicture(bytes: number[]): void {
    dialogs.chooseavatar = stage.fake.chooseAvatar(Uint8Array.from(bytes)).detail;
  },

  /** Has a photo of the camera chosen. @returns its bytes */
  async takePhoto(width: number, height: number): Promise<number> {
    const content = await photo(width, height);
    dialogs.chooseavatar = stage.fake.chooseAvatar(content).detail;
    return content.length;
  },
};
window.stage = stage;
