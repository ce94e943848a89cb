/**
 * Which entry of which source has become which user: `tbl_auth_imports`. A row whose user is empty says that the user is
 * gone from here, and keeps a second import from bringing them back.
 * @module
 */
const TABLE = "tbl_auth_imports";

export interface ImportNote {
  key: string;
  /** Record id, or "". */
  user: string;
  /** Of what the entry said. */
  digest: string;
  /** The record's `updated` as the import left it: while it is the same, nobody has changed the record here. */
  written: string;
}

/** The key of an entry. A hash, as the row outlives a person who leaves. */
export function noteKey(source: string, id: string): string {
  return $security.sha256(`${source}\n${id}`);
}

/** The migrations have not run. */
export class NotMigrated extends Error {}

/** @throws NotMigrated, which says what to do */
export function checkMigrated(): void {
  if (!$app.hasTable(TABLE))
    throw new NotMigrated(
      "the database is not migrated: start PocketBase once, or run `pocketbase migrate up`",
    );
}

export function notesOf(keys: string[], app: CoreApp = $app): Map<string, ImportNote> {
  const rows = arrayOf(new DynamicModel({ key: "", user: "", digest: "", written: "" }));
  app
    .db()
    .newQuery(
      `SELECT source_key AS [[key]], user, digest, written FROM ${TABLE}
        WHERE source_key IN (SELECT value FROM json_each({:keys}))`,
    )
    .bind({ keys: JSON.stringify(keys) })
    .all(rows);
  return new Map(
    (rows as unknown as ImportNote[]).map(({ key, user, digest, written }) => [
      key,
      { key, user, digest, written },
    ]),
  );
}

export function keepNotes(notes: ImportNote[], app: CoreApp): void {
  if (notes.length === 0) return;
  app
    .db()
    .newQuery(
      `INSERT INTO ${TABLE} (source_key, user, digest, written, created)
        SELECT value->>0, value->>1, value->>2, value->>3, strftime('%Y-%m-%d %H:%M:%fZ', 'now')
        FROM json_each({:rows}) WHERE TRUE
        ON CONFLICT (source_key) DO UPDATE
          SET user = excluded.user, digest = excluded.digest, written = excluded.written`,
    )
    .bind({
      rows: JSON.stringify(notes.map(({ key, user, digest, written }) => [key, user, digest, written])),
    })
    .execute();
}
