/**
 * Containers that forget their oldest entry once full, so that a sandbox left running never grows for ever.
 * Both work in constant time per call: deleting a Map's first key over and over is not constant in V8,
 * hence the ring of keys.
 */

/** A Map that keeps the `capacity` most recently added keys. */
export class RecentMap<Value> {
  readonly #values = new Map<string, Value>();
  readonly #keys: string[] = [];
  readonly #capacity: number;
  #next = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  /** Adds a key that was not added before; the oldest one goes if there is no room. */
  add(key: string, value: Value): void {
    const oldest = this.#keys[this.#next];
    if (oldest !== undefined) this.#values.delete(oldest);
    this.#keys[this.#next] = key;
    this.#values.set(key, value);
    this.#next = (this.#next + 1) % this.#capacity;
  }
}

/** A list that keeps the `capacity` most recently added items. */
export class RecentList<Item> {
  #items: Item[] = [];
  readonly #capacity: number;
  #next = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(item: Item): void {
    this.#items[this.#next] = item;
    this.#next = (this.#next + 1) % this.#capacity;
  }

  clear(): void {
    this.#items = [];
    this.#next = 0;
  }

  /** A copy, oldest first. */
  toArray(): Item[] {
    if (this.#items.length < this.#capacity) return this.#items.slice();
    return [...this.#items.slice(this.#next), ...this.#items.slice(0, this.#next)];
  }
}
