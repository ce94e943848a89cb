/**
 * Who may import whom, as docs/architecture.md draws it: each Mermaid flowchart there names rooms by their paths, and an
 * arrow is a permission. From here the drawings become rules for dependency-cruiser.
 * @module
 */

/**
 * @typedef {object} Room
 * @property {string} id
 * @property {string[]} paths folders end with a slash
 * @property {string[]} mayImport ids
 */

/**
 * The rooms of each drawing of a document.
 * @param {string} document Markdown
 * @returns {Room[][]}
 * @throws Error for a line that is neither a room nor an arrow between rooms
 */
export function drawingsOf(document) {
  return [...document.matchAll(/```mermaid\nflowchart TD\n([\s\S]*?)```/g)].map(([, text = ""]) =>
    roomsOf(text),
  );
}

/** @param {string} drawing @returns {Room[]} */
function roomsOf(drawing) {
  /** @type {Map<string, Room>} */
  const rooms = new Map();
  for (const line of drawing.split("\n").map((text) => text.trim())) {
    const [, id, label] = /^(\w+)\["(.+)"\]$/.exec(line) ?? [];
    const [, from, to] = /^(\w+) --> (\w+(?: & \w+)*)$/.exec(line) ?? [];
    if (id && label) {
      rooms.set(id, { id, paths: label.split("<br/>"), mayImport: [] });
    } else if (from && to) {
      const targets = to.split(" & ");
      const stranger = [from, ...targets].find((name) => !rooms.has(name));
      if (stranger) throw new Error(`an arrow names ${stranger}, which is no room: ${line}`);
      rooms.get(from)?.mayImport.push(...targets);
    } else if (line !== "") {
      throw new Error(`neither a room nor an arrow: ${line}`);
    }
  }
  return [...rooms.values()];
}

/**
 * The room that a file is in: the one with the longest path, as `src/domain/` lies within `src/`.
 * @param {readonly Room[]} rooms
 * @param {string} file from the project's root
 * @returns {Room | undefined}
 */
export function roomOf(rooms, file) {
  const reach = (/** @type {Room} */ room) =>
    Math.max(0, ...room.paths.filter((path) => holds(path, file)).map((path) => path.length));
  const [nearest] = rooms.toSorted((a, b) => reach(b) - reach(a));
  return nearest && reach(nearest) > 0 ? nearest : undefined;
}

/** @param {string} path @param {string} file */
const holds = (path, file) => (path.endsWith("/") ? file.startsWith(path) : file === path);

/**
 * Rules of dependency-cruiser: one for each pair of rooms without an arrow.
 * @param {readonly Room[]} rooms of one drawing
 * @returns {import("dependency-cruiser").IForbiddenRuleType[]}
 */
export function rulesOf(rooms) {
  const place = (/** @type {Room} */ room) => {
    const within = rooms.flatMap(({ id, paths }) =>
      id === room.id ? [] : paths.filter((path) => lies(path, room)),
    );
    return { path: pattern(room.paths), ...(within.length > 0 && { pathNot: pattern(within) }) };
  };
  return rooms.flatMap((from) =>
    rooms
      .filter((to) => to.id !== from.id && !from.mayImport.includes(to.id))
      .map((to) => ({
        name: `no arrow from ${from.paths[0]} to ${to.paths[0]}`,
        comment: "docs/architecture.md draws who may import whom",
        severity: "error",
        from: place(from),
        to: place(to),
      })),
  );
}

/** Whether a path lies within a room of wider reach. @param {string} path @param {Room} room */
const lies = (path, room) =>
  room.paths.some((wide) => wide.endsWith("/") && wide !== path && path.startsWith(wide));

/** @param {readonly string[]} paths */
function pattern(paths) {
  const parts = paths.map((path) => path.replaceAll(".", "\\.") + (path.endsWith("/") ? "" : "$"));
  return `^(?:${parts.join("|")})`;
}
