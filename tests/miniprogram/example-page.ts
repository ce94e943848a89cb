/**
 * Bundled into the browser: the fake `wx`, and the three built-in components whose behaviour the example depends on.
 * miniprogram-simulate renders built-in components as empty boxes; these take touches and text as WeChat's do.
 * @module
 */
import { createFakeWx, type Held } from "./fake-wx.ts";

/** The little of a browser that is used here; its full types would reach every other test. */
interface Box {
  value: string;
  style: { backgroundImage: string };
  append(child: Box): void;
  closest(selector: string): Box | null;
  querySelector(selector: string): Box | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  addEventListener(name: string, handler: (event: Touch) => void, options?: { capture: boolean }): void;
}
interface Touch {
  target: Box;
  stopImmediatePropagation(): void;
}
declare const document: Box & { body: Box; createElement(tag: string): Box };

/** A component as miniprogram-simulate makes it. */
interface Instance {
  data: { [name: string]: unknown };
  _exparserNode: { $$: Box; addListener(name: string, handler: () => void): void };
  triggerEvent(name: string, detail?: unknown): void;
}
interface Rendered {
  attach(parent: Box): void;
  detach(): void;
  instance: { onShow?(): void };
}
type Load = (path: string) => unknown;

declare const window: {
  simulate: {
    load(definition: string | object, tag?: string, options?: object): string;
    render(id: string): Rendered;
  };
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
let dialogs: { [event: string]: unknown } = {};

function reflect(instance: Instance, name: string, value: unknown): void {
  if (value === false || value === "") instance._exparserNode.$$.removeAttribute(name);
  else instance._exparserNode.$$.setAttribute(name, String(value));
}

function defineBuiltIns(): void {
  window.simulate.load({
    id: "button",
    tagName: "wx-button",
    template: "<slot/>",
    properties: { disabled: Boolean, openType: String },
    observers: {
      disabled(this: Instance, value: boolean) {
        reflect(this, "disabled", value);
      },
    },
    lifetimes: {
      attached(this: Instance) {
        this._exparserNode.addListener("tap", () => {
          const event = String(this.data.openType).toLowerCase();
          if (event in dialogs) this.triggerEvent(event, dialogs[event]);
        });
      },
    },
  });
  window.simulate.load({
    id: "image",
    tagName: "wx-image",
    template: "<slot/>",
    properties: { src: String },
    observers: {
      src(this: Instance, value: string) {
        // Temporary paths mean nothing to a browser.
        this._exparserNode.$$.style.backgroundImage = /^https?:/.test(value) ? `url(${value})` : "";
        reflect(this, "src", value);
      },
    },
  });
  window.simulate.load({
    id: "input",
    tagName: "wx-input",
    template: "<slot/>",
    properties: { value: String, placeholder: String, disabled: Boolean },
    observers: {
      "value, placeholder, disabled"(this: Instance) {
        const box = this._exparserNode.$$.querySelector("input");
        if (box) Object.assign(box, this.data);
      },
    },
    lifetimes: {
      attached(this: Instance) {
        const box = document.createElement("input");
        Object.assign(box, this.data);
        for (const event of ["input", "blur"]) {
          box.addEventListener(event, () => this.triggerEvent(event, { value: box.value }));
        }
        // The check of a nickname comes after the input has lost its focus.
        box.addEventListener("blur", () => {
          if ("nicknamereview" in dialogs) this.triggerEvent("nicknamereview", dialogs.nicknamereview);
        });
        this._exparserNode.$$.append(box);
      },
    },
  });
  // WeChat's disabled buttons take no touches.
  const ignore = (event: Touch) => {
    if (event.target.closest("wx-button[disabled]")) event.stopImmediatePropagation();
  };
  for (const name of ["touchstart", "touchend"]) document.addEventListener(name, ignore, { capture: true });
}

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
    defineBuiltIns();
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
    Object.assign(window.wx, stage.fake.wx, {
      navigateTo: ({ url }: { url: string }) => void stage.visited.push(url),
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
  show(page: string): void {
    shown?.detach();
    const options = { rootPath: "/", compiler: window.compiledMarkup ? "official" : "simulate" };
    shown = window.simulate.render(window.simulate.load(page, "main", options));
    shown.attach(document.body);
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
};
window.stage = stage;
