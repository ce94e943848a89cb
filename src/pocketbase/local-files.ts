/**
 * Files of the machine that a command reads and writes, piece by piece: they may be larger than memory.
 * @module
 */

/** A file that is not there, or that may not be read or written. */
export class FileProblem extends Error {
  constructor(path: string, what: string, error: unknown) {
    super(`${path} ${what}: ${String(error).replace(/^(?:GoError|Error): /, "")}`, { cause: error });
  }
}

const PIECE = 1024 * 1024;
/** Go's io.SeekStart. */
const FROM_START = 0;

/** PocketBase's declarations leave out what Go's interface embeds. */
type Readable = io.ReadSeekCloser & { close(): void; seek(offset: number, whence: number): number };

/** A text file in UTF-8, read from the beginning. */
export class TextFile {
  readonly size: number;
  readonly #reader: Readable;
  #at = 0;

  /** @throws FileProblem */
  constructor(path: string) {
    try {
      const file = $filesystem.fileFromPath(path);
      const reader = file.reader?.open();
      if (!reader) throw new Error("no file");
      this.#reader = reader as Readable;
      this.size = file.size;
    } catch (error) {
      throw new FileProblem(path, "cannot be read", error);
    }
  }

  /** How many bytes have been read. */
  get position(): number {
    return this.#at;
  }

  /** Goes back to the beginning. */
  rewind(): void {
    this.#at = 0;
  }

  /** The next piece, which ends between two characters; null at the end. */
  next(): string | null {
    const length = Math.min(PIECE, this.size - this.#at);
    if (length <= 0) return null;
    const whole = length === PIECE ? length - this.#cutOff(length) : length;
    this.#reader.seek(this.#at, FROM_START);
    this.#at += whole;
    return toString(this.#reader, whole);
  }

  close(): void {
    this.#reader.close();
  }

  /** How many of the last bytes belong to a character that goes on behind them. */
  #cutOff(length: number): number {
    this.#reader.seek(this.#at + length - LONGEST_CHARACTER, FROM_START);
    const last = toBytes(this.#reader, LONGEST_CHARACTER);
    for (let back = 1; back <= LONGEST_CHARACTER; back++) {
      const byte = last[LONGEST_CHARACTER - back] ?? 0;
      if ((byte & 0xc0) === 0x80) continue;
      const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
      return size > back ? back : 0;
    }
    return 0;
  }
}

/** Bytes of a character in UTF-8. */
const LONGEST_CHARACTER = 4;

/** As many characters are kept before they are written. */
const KEPT = 64 * 1024;
const OWNER_ONLY = 0o600 as unknown as fs.FileMode;

/** A text file that is written anew, and takes the place of an earlier one once it is whole. */
export class TextSink {
  readonly #root: os.Root;
  readonly #name: string;
  readonly #file: os.File;
  #kept = "";

  /** @throws FileProblem */
  constructor(path: string) {
    this.#name = $filepath.base(path);
    try {
      this.#root = $os.openRoot($filepath.dir(path)) as os.Root;
      this.#file = this.#root.create(this.#part) as os.File;
      this.#root.chmod(this.#part, OWNER_ONLY);
    } catch (error) {
      throw new FileProblem(path, "cannot be written", error);
    }
  }

  line(text: string): void {
    this.#kept += `${text}\n`;
    if (this.#kept.length > KEPT) this.#flush();
  }

  /** Puts another file's content behind. */
  append(other: TextFile): void {
    for (let piece = other.next(); piece !== null; piece = other.next()) {
      this.#kept += piece;
      this.#flush();
    }
  }

  /** Closes it under its own name. */
  finish(): void {
    this.#flush();
    this.#file.close();
    this.#root.rename(this.#part, this.#name);
    this.#root.close();
  }

  /** What has been written so far, to be read; nothing more is to be written. */
  reread(): TextFile {
    this.#flush();
    this.#file.close();
    return new TextFile($filepath.join(this.#root.name(), this.#part));
  }

  /** Takes it away. */
  discard(): void {
    this.#root.remove(this.#part);
    this.#root.close();
  }

  get #part(): string {
    return `${this.#name}.part`;
  }

  #flush(): void {
    if (this.#kept !== "") this.#file.writeString(this.#kept);
    this.#kept = "";
  }
}
