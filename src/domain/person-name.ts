/**
 * Names of people, as far as somebody else may see them.
 * @module
 */

/** `张三` → `张*`, `欧阳小明` → `欧**`: the first character, and no more of the length; one character alone is `*`. */
export function maskName(name: string): string {
  const [first = "", ...others] = name;
  if (others.length === 0) return first === "" ? "" : "*";
  return first + (others.length === 1 ? "*" : "**");
}
