/**
 * One person with all that their card shows.
 * @module
 */
import type { Result } from "../../service/result.ts";
import { pocketbase } from "../../service/pocketbase.ts";
import { where } from "../filter.ts";
import { askAsSuperuser } from "../session.ts";
import { EXPAND_IDENTITIES, type Person, personOf } from "./person.ts";

export interface Portrait {
  person: Person;
  /** The company's name; null where the person has none, or it is not there. */
  company: string | null;
}

export async function loadPerson(id: string): Promise<Result<Portrait>> {
  const record = await askAsSuperuser(() =>
    pocketbase.collection("tbl_auth_users").getOne(id, { expand: EXPAND_IDENTITIES }),
  );
  if (!record.ok) return record;
  const person = personOf(record.value);
  return { ok: true, value: { person, company: await companyName(person.company_id) } };
}

/** The card does not depend on it: a company that cannot be read is shown by its number. */
async function companyName(companyId: string): Promise<string | null> {
  if (companyId === "") return null;
  const found = await askAsSuperuser(() =>
    pocketbase.collection("tbl_company").getList(1, 1, {
      filter: where("company_id = {:companyId}", { companyId }),
      fields: "company_name",
      skipTotal: true,
    }),
  );
  const name: unknown = found.ok ? found.value.items[0]?.company_name : null;
  return typeof name === "string" ? name : null;
}
