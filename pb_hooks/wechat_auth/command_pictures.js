// Generated from src/ by build.mjs: change the source, then run `npm run build`.
"use strict";

// src/domain/image-metadata.ts
var PIXEL_CHUNKS = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"];
var QUANTISATION_TABLES = 219;
var MAX_CHUNKS = 1e3;
function holdsMetadata(read) {
  const start = read(0, 4);
  if (start[0] === 255) return start[2] !== 255 || start[3] !== QUANTISATION_TABLES;
  let offset = 8;
  for (let step = 0; step < MAX_CHUNKS; step++) {
    const [a = 0, b = 0, c = 0, d = 0, ...name] = read(offset, 8);
    const chunk = String.fromCharCode(...name);
    if (!PIXEL_CHUNKS.includes(chunk)) return true;
    offset += 12 + ((a * 256 + b) * 256 + c) * 256 + d;
    if (chunk === "IEND") return read(offset, 1).length > 0;
  }
  return true;
}

// src/domain/image.ts
var MAX_STEPS = 1e3;
var text = (bytes, from, to) => String.fromCharCode(...bytes.slice(from, to));
function numberOf(...bytes) {
  return bytes.reduce((sum, byte) => sum * 256 + (byte ?? Number.NaN), 0) || 0;
}
function imageHeader(read) {
  const start = read(0, 12);
  if (start[0] === 255 && start[1] === 216 && start[2] === 255) return jpegHeader(read);
  if (text(start, 0, 8) === "PNG\r\n\n") return pngHeader(read);
  if (text(start, 0, 4) === "RIFF" && text(start, 8, 12) === "WEBP") return webpHeader(read);
  return null;
}
function jpegHeader(read) {
  const found = { width: 0, height: 0, animated: false, storedAs: "jpg" };
  let offset = 2;
  for (let step = 0; step < MAX_STEPS; step++) {
    const [mark, marker = 0, high, low, , top, bottom, left, right] = read(offset, 9);
    if (mark === void 0) break;
    const kind = mark === 255 ? segmentKind(marker) : "no segment";
    if (kind === "frame") return { ...found, width: numberOf(left, right), height: numberOf(top, bottom) };
    if (kind === "other") {
      const length = numberOf(high, low);
      if (length < 2) break;
      offset += 2 + length;
    } else {
      offset += mark === 255 && marker !== 255 ? 2 : 1;
    }
  }
  return found;
}
function segmentKind(marker) {
  const isRestart = marker >= 208 && marker <= 215;
  if (marker === 0 || marker === 255 || isRestart) return "no segment";
  return marker >= 192 && marker <= 207 && ![196, 200, 204].includes(marker) ? "frame" : "other";
}
function pngHeader(read) {
  const start = read(12, 12);
  const isHeader = text(start, 0, 4) === "IHDR";
  return {
    width: isHeader ? numberOf(...start.slice(4, 8)) : 0,
    height: isHeader ? numberOf(...start.slice(8, 12)) : 0,
    animated: isAnimatedPng(read),
    storedAs: "png"
  };
}
function isAnimatedPng(read) {
  let offset = 8;
  for (let step = 0; step < MAX_STEPS; step++) {
    const chunk = read(offset, 8);
    const name = text(chunk, 4, 8);
    if (name === "acTL") return true;
    if (name.length < 4 || name === "IDAT") return false;
    offset += 12 + numberOf(...chunk.slice(0, 4));
  }
  return false;
}
function webpHeader(read) {
  let offset = 12;
  for (let step = 0; step < MAX_STEPS; step++) {
    const chunk = read(offset, 18);
    const data = chunk.slice(8);
    switch (text(chunk, 0, 4)) {
      case "VP8X": {
        const [flags = 0] = data;
        return {
          width: 1 + numberOf(data[6], data[5], data[4]),
          height: 1 + numberOf(data[9], data[8], data[7]),
          animated: (flags & 2) !== 0,
          storedAs: (flags & 16) !== 0 ? "png" : "jpg"
        };
      }
      case "VP8 ":
        return {
          width: numberOf(data[7], data[6]) & 16383,
          height: numberOf(data[9], data[8]) & 16383,
          animated: false,
          storedAs: "jpg"
        };
      case "VP8L": {
        const bits = numberOf(data[4], data[3], data[2], data[1]);
        return {
          width: 1 + (bits & 16383),
          height: 1 + (bits >>> 14 & 16383),
          animated: false,
          storedAs: (bits >>> 28 & 1) === 1 ? "png" : "jpg"
        };
      }
    }
    const length = numberOf(chunk[7], chunk[6], chunk[5], chunk[4]);
    if (chunk.length < 8) break;
    offset += 8 + length + length % 2;
  }
  return { width: 0, height: 0, animated: false, storedAs: "png" };
}

// src/domain/base-address.ts
var LOOPBACK = /^https?:\/\/(?:localhost|127\.[0-9.]+|\[::1\]|0\.0\.0\.0)(?=[:/]|$)/i;
var LOCAL = /^(?:localhost|[0-9.]+|\[[0-9a-f:.]+\])(?=[:/]|$)/i;
function baseAddress(setting) {
  const bare = setting.trim().replace(/[?#].*$/, "").replace(/^([a-z]+:\/\/)?[^/@]*@/i, "$1").replace(/\/+$/, "");
  const hasScheme = /^https?:\/\//i.test(bare);
  const rest = bare.replace(/^[a-z]*:?\/\//i, "");
  const url = hasScheme ? bare : `${LOCAL.test(rest) ? "http" : "https"}://${rest}`;
  return { url, complaint: complaintOf(url, hasScheme) };
}
function complaintOf(url, hasScheme) {
  if (LOOPBACK.test(url)) return `it is ${url}, where no other machine finds them`;
  return hasScheme ? "" : `it lacks http:// or https://, and ${url} is taken for it`;
}

// src/domain/picture.ts
var STORED_FILE = /^https?:\/\/[^?#]*(\/api\/files\/[^/?#]+\/[^/?#]+\/)([^/?#]+)(?:[?#].*)?$/i;
var NAME = /^avatar_[A-Za-z0-9]{10}\.[a-z]+$/;
function isUploadedAvatar(address, { path, current }) {
  if (!address.includes("/api/files/")) return false;
  const [, folder, name = ""] = STORED_FILE.exec(address) ?? [];
  return folder === path && (NAME.test(name) || name === encodeURIComponent(current));
}

// src/pocketbase/process.ts
var cachedFind = null;
function currentCollection(name) {
  return (cachedFind ??= $app.findCachedCollectionByNameOrId)(name);
}

// src/pocketbase/avatars.ts
var AVATAR = "users_avatar";
function fieldOf(collection, id, current) {
  return { path: `/api/files/${collection}/${id}/`, current };
}
function avatarAddress({ path }, filename) {
  return baseAddress($app.settings().meta.appURL).url + path + encodeURIComponent(filename);
}
function addressComplaint() {
  const { complaint } = baseAddress($app.settings().meta.appURL);
  if (complaint === "") return "";
  return `avatar addresses begin with PocketBase's Application URL: ${complaint}. Set it to the address at which clients reach the service (dashboard, Settings, Application)`;
}

// src/pocketbase/uploads.ts
function withParts(file, work) {
  const reader = file.reader?.open();
  if (!reader) throw new Error("the uploaded file cannot be opened");
  try {
    return work((offset, count) => {
      reader.seek(offset, FROM_START);
      return [...toBytes(reader, count)];
    });
  } finally {
    reader.close();
  }
}
var FROM_START = 0;
function contentOf(file) {
  const reader = file.reader?.open();
  if (!reader) throw new Error("the uploaded file cannot be opened");
  try {
    return toBytes(reader, file.size);
  } finally {
    reader.close();
  }
}

// src/pocketbase/reencoding.ts
var LONGEST_SIDE = 640;
var MAX_PIXELS = 4e7;
var SIGNATURES = { jpg: [255, 216, 255], png: [137, 80, 78, 71, 13, 10, 26, 10] };
function prospectOf(file) {
  const header = withParts(file, imageHeader);
  if (!header || header.animated) return { refused: "file_type_unsupported" };
  const pixels = header.width * header.height;
  if (pixels === 0) return { refused: "picture_undecodable" };
  if (pixels > MAX_PIXELS) return { refused: "picture_too_large" };
  return { type: header.storedAs };
}
var PRIVATE = 384;
function reencoded(file, type) {
  const name = `avatar_${$security.randomString(20)}`;
  const folder = `${$app.dataDir()}/.pb_temp_to_delete/${name}`;
  let stored = false;
  try {
    const files = $filesystem.local(folder);
    try {
      files.upload(SIGNATURES[type], "original");
      $os.writeFile(`${folder}/original`, contentOf(file), PRIVATE);
      stored = true;
      files.createThumb("original", "thumb", `${LONGEST_SIDE}x${LONGEST_SIDE}f`);
    } finally {
      files.close();
    }
    return toBytes($os.readFile(`${folder}/thumb`));
  } catch (error) {
    if (!stored || String(error).includes(name)) throw error;
    return null;
  } finally {
    $os.removeAll(folder);
  }
}

// src/pocketbase/request.ts
var USERS = "tbl_auth_users";
var GO_DISCARDS = 256 * 1024;
var DRAIN_LIMIT = 10 * 1024 * 1024;

// src/pocketbase/stored-avatars.ts
var PAGE = 500;
function forEachAvatar(visit) {
  let last = "";
  for (; ; ) {
    const rows = arrayOf(new DynamicModel({ id: "", file: "", picture: "" }));
    $app.db().newQuery(
      `SELECT id, ${AVATAR} AS file, users_picture AS picture FROM ${USERS}
          WHERE ${AVATAR} != '' AND id > {:last} ORDER BY id LIMIT ${PAGE}`
    ).bind({ last }).all(rows);
    const page = rows.map(({ id, file, picture }) => ({ id, file, picture }));
    for (const row of page) visit(row);
    if (page.length < PAGE) return;
    last = page.at(-1)?.id ?? "";
  }
}
function withStorage(work) {
  const storage = $app.newFilesystem();
  try {
    work(storage);
  } finally {
    storage.close();
  }
}
var collectionId = () => currentCollection(USERS).id;
function storedFile(storage, { id, file }) {
  const key = `${collectionId()}/${id}/${file}`;
  if (!storage.exists(key)) return null;
  const reader = storage.getReader(key);
  try {
    return $filesystem.fileFromBytes(toBytes(reader, reader.size()), file);
  } finally {
    reader.close();
  }
}
function replaceFile(storage, row, content) {
  const folder = `${collectionId()}/${row.id}`;
  const key = `${folder}/${row.file}`;
  storage.upload(content, key);
  storage.deletePrefix(`${folder}/thumbs_${row.file}/`);
  if (!isCurrent(row)) storage.delete(key);
}
function isCurrent({ id, file }) {
  return $app.countRecords(USERS, $dbx.hashExp({ id, [AVATAR]: file })) > 0;
}
function movedPicture({ id, file, picture }) {
  const field = fieldOf(collectionId(), id, file);
  if (!isUploadedAvatar(picture, field)) return null;
  const address = avatarAddress(field, file);
  return address === picture ? null : address;
}
function movePicture({ id, file, picture }, address) {
  $app.db().newQuery(
    `UPDATE ${USERS} SET users_picture = {:address}
        WHERE id = {:id} AND users_picture = {:picture} AND ${AVATAR} = {:file}`
  ).bind({ id, file, picture, address }).execute();
}

// src/commands/pictures.ts
function run(_args, flags) {
  const isDry = flags.includes("dry-run");
  const complaint = addressComplaint();
  if (complaint !== "") console.log(`addresses are left as they are: ${complaint}`);
  const count = { stored: 0, anew: 0, missing: 0, left: 0, moved: 0 };
  withStorage(
    (storage) => forEachAvatar((row) => {
      count.stored++;
      storeAnew(storage, row, isDry, count);
      const address = complaint === "" ? movedPicture(row) : null;
      if (address === null) return;
      count.moved++;
      if (!isDry) movePicture(row, address);
    })
  );
  report(count, isDry);
  return count.missing + count.left > 0 ? 1 : 0;
}
function storeAnew(storage, row, isDry, count) {
  const file = storedFile(storage, row);
  if (!file) {
    count.missing++;
    console.log(`${row.id}: the file ${row.file} is not there`);
    return;
  }
  if (isAsUploadsAreStored(file)) return;
  const prospect = prospectOf(file);
  const content = "type" in prospect && !isDry ? reencoded(file, prospect.type) : null;
  const refused = "refused" in prospect ? prospect.refused : content || isDry ? "" : "picture_undecodable";
  if (refused !== "") {
    count.left++;
    console.log(`${row.id}: ${row.file} is left as it is: ${refused}`);
    return;
  }
  count.anew++;
  if (content) replaceFile(storage, row, content);
}
function isAsUploadsAreStored(file) {
  return withParts(file, (read) => {
    const header = imageHeader(read);
    if (!header || header.width === 0 || Math.max(header.width, header.height) > LONGEST_SIDE) return false;
    return !holdsMetadata(read);
  });
}
function report({ stored, anew, missing, left, moved }, isDry) {
  console.log(
    [
      `${stored} avatars`,
      `${anew} ${isDry ? "to be stored" : "stored"} anew`,
      `${moved} addresses ${isDry ? "to be set" : "set"} right`,
      `${left} left as they are`,
      `${missing} without their file`
    ].join(", ")
  );
}
module.exports = {
  run
};
