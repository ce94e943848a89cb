/**
 * Building elements. Whatever comes from outside becomes a text node: nothing here parses markup.
 * @module
 */

export type Child = Node | string;

/** False, null and undefined leave the attribute out; true sets it without a value. */
export interface Attributes {
  [name: string]: string | number | boolean | null | undefined;
}

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  setAttributes(node, attributes);
  node.append(...children);
  return node;
}

export function setAttributes(node: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
}

/** Changes a text only when it differs: live regions and selections see real changes alone. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

export function button(label: string, attributes: Attributes, onClick: () => void): HTMLButtonElement {
  const node = element("button", { type: "button", ...attributes }, label);
  node.addEventListener("click", onClick);
  return node;
}

/**
 * Runs one action at a time, with the button showing what goes on. It stays focusable meanwhile: `disabled` would
 * throw a keyboard user's focus away.
 */
export async function whileBusy(node: HTMLButtonElement, label: string, action: () => Promise<void>) {
  if (node.getAttribute("aria-disabled") === "true") return;
  const idle = node.textContent ?? "";
  setAttributes(node, { "aria-disabled": "true" });
  node.textContent = label;
  try {
    await action();
  } finally {
    setAttributes(node, { "aria-disabled": null });
    node.textContent = idle;
  }
}

/** Says something to screen readers without moving the focus. */
export function announce(text: string): void {
  const announcer = document.getElementById("announcer");
  // A new node each time, so that the same words are said again.
  announcer?.replaceChildren(element("span", {}, text));
}

/** The element with this id that index.html has. */
export function byId(id: string): HTMLElement {
  const node = document.getElementById(id);
  if (!node) throw new Error(`index.html has no #${id}`);
  return node;
}
