/**
 * The built-in components whose behaviour the example depends on. miniprogram-simulate renders built-in
 * components as empty boxes; these take touches and text as WeChat's do.
 * @module
 */

/** The little of a browser that is used here; its full types would reach every other test. */
export interface Box {
  value: string;
  style: { backgroundImage: string };
  append(child: Box): void;
  closest(selector: string): Box | null;
  querySelector(selector: string): Box | null;
  querySelectorAll(selector: string): Iterable<Box>;
  getAttribute(name: string): string | null;
  dispatchEvent(event: object): void;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  addEventListener(name: string, handler: (event: Touch) => void, options?: { capture: boolean }): void;
}
interface Touch {
  target: Box;
  stopImmediatePropagation(): void;
}
declare const Event: new (name: string) => object;
declare const document: Box & { createElement(tag: string): Box };

/** A component as miniprogram-simulate makes it. */
interface Instance {
  data: { [name: string]: unknown };
  _exparserNode: { $$: Box; addListener(name: string, handler: () => void): void };
  triggerEvent(name: string, detail?: unknown): void;
}
/** What WeChat hands over when its own dialogs are answered, by event. */
export interface Dialogs {
  [event: string]: unknown;
}

export interface Simulate {
  load(definition: string | object, tag?: string, options?: object): string;
}

function reflect(instance: Instance, name: string, value: unknown): void {
  if (value === false || value === "") instance._exparserNode.$$.removeAttribute(name);
  else instance._exparserNode.$$.setAttribute(name, String(value));
}

/** Defines them in place of miniprogram-simulate's. */
export function defineBuiltIns(simulate: Simulate, dialogs: () => Dialogs): void {
  simulate.load({
    id: "button",
    tagName: "wx-button",
    template: "<slot/>",
    properties: { disabled: Boolean, openType: String, formType: String },
    observers: {
      disabled(this: Instance, value: boolean) {
        reflect(this, "disabled", value);
      },
    },
    lifetimes: {
      attached(this: Instance) {
        this._exparserNode.addListener("tap", () => {
          // The form hears of it before WeChat's dialog comes up.
          if (this.data.formType === "submit")
            this._exparserNode.$$.closest("wx-form")?.dispatchEvent(new Event("formsubmit"));
          const event = String(this.data.openType).toLowerCase();
          if (event in dialogs()) this.triggerEvent(event, dialogs()[event]);
        });
      },
    },
  });
  simulate.load({
    id: "form",
    tagName: "wx-form",
    template: "<slot/>",
    lifetimes: {
      attached(this: Instance) {
        const form = this._exparserNode.$$;
        form.addEventListener("formsubmit", () => {
          const value: { [name: string]: string } = {};
          for (const input of form.querySelectorAll("wx-input[name]"))
            value[input.getAttribute("name") ?? ""] = input.querySelector("input")?.value ?? "";
          this.triggerEvent("submit", { value });
        });
      },
    },
  });
  simulate.load({
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
  simulate.load({
    id: "input",
    tagName: "wx-input",
    template: "<slot/>",
    properties: { value: String, placeholder: String, disabled: Boolean, name: String },
    observers: {
      name(this: Instance, value: string) {
        reflect(this, "name", value);
      },
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
          if ("nicknamereview" in dialogs()) this.triggerEvent("nicknamereview", dialogs().nicknamereview);
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
