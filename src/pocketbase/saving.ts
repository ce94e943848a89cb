/**
 * How every operation stores a record: through PocketBase, so that an operator's hooks see the change and may refuse it.
 * @module
 */
import { refusalWords } from "../domain/stored-fields.ts";
import { Failure, type FailureDetails } from "../errors.ts";
import { apiErrorOf, fieldErrorsOf, wordsOf } from "./go-errors.ts";
import { inWriteTransaction, logFailedHook } from "./transaction.ts";

/** A unique index refused a record: somebody else has one of these values, maybe since a moment ago. */
export class NotUnique extends Failure {
  /** @param taken the fields of the index, as they are stored */
  constructor(
    readonly taken: string[],
    details: FailureDetails,
  ) {
    super("validation_failed", details);
  }
}

/** Stored field → the field of the request that its value came from. */
export interface ClientFields {
  [stored: string]: string;
}

/**
 * Saves a record, within `inWriteTransaction`: only there a refusal undoes everything, and only there it is known what
 * has been committed. Hooks that refuse by an ApiError, and faults, are thrown as they come: `thrown.ts` tells them apart.
 * @param clientFields the fields whose values the client chose; that the collection refuses any other is a matter of its
 *   settings, and an ERROR in the log
 * @throws NotUnique
 * @throws Failure validation_failed, naming the refused fields as the client knows them
 */
export function save(app: CoreApp, record: core.Record, clientFields: ClientFields = {}): void {
  try {
    app.save(record);
  } catch (error) {
    throw refusedSave(error, record.collection(), clientFields) ?? error;
  }
}

/**
 * Saves a record with a new file in `field`. Where files go to another server (PocketBase's S3 storage) there is no
 * transaction, whose writer would have to wait for the upload: the file's name is new, so the stored record tells whether
 * it has been committed.
 * @throws see `save`
 */
export function saveWithFile(
  record: core.Record,
  field: string,
  file: filesystem.File,
  clientFields: ClientFields,
): void {
  record.set(field, file);
  if (!$app.settings().s3.enabled) return inWriteTransaction((app) => save(app, record, clientFields));
  try {
    save($app, record, clientFields);
  } catch (error) {
    const { id } = record;
    const [stored] = $app.findAllRecords(record.collection(), $dbx.hashExp({ id }));
    if (stored?.getString(field) !== file.name) throw error;
    logFailedHook(error);
  }
}

/** Null when it was no field of this record: a hook of an operator's may save records of its own. */
function refusedSave(
  error: unknown,
  collection: core.Collection,
  clientFields: ClientFields,
): Failure | null {
  const refused = apiErrorOf(error) ? null : fieldErrorsOf(error);
  if (!refused) return null;
  const names = Object.keys(refused);
  if (!names.every((name) => collection.fields.getByName(name))) return null;

  const fields: { [field: string]: string } = {};
  for (const [name, { message, ...why }] of Object.entries(refused)) {
    const known = clientFields[name] ?? name;
    fields[known] = refusalWords(known, { ...why, message: wordsOf(message) });
  }
  const details: FailureDetails = {
    fields,
    // Codes alone: PocketBase's words may quote the value.
    cause: Object.entries(refused)
      .map(([name, { code }]) => `${collection.name}.${name}: ${code}`)
      .join(", "),
    misconfigured: !names.some((name) => Object.hasOwn(clientFields, name)),
  };
  const taken = Object.entries(refused).filter(([, { code }]) => code === "validation_not_unique");
  return taken.length > 0
    ? new NotUnique(
        taken.map(([name]) => name),
        details,
      )
    : new Failure("validation_failed", details);
}
