/**
 * Companies: `tbl_company` records, which operators keep.
 * @module
 */
import type { Company } from "../contract.ts";
import { isNoRows } from "./go-errors.ts";

/** The company as shown to users: its public fields, with whatever an operator added. Null for an empty or unknown id. */
export function companyOf(companyId: string): Company | null {
  if (companyId === "") return null;
  // Outside of the try: a collection that is gone is a fault, not a company that is not there.
  const companies = $app.findCachedCollectionByNameOrId("tbl_company");
  try {
    const record = $app.findFirstRecordByData(companies, "company_id", companyId);
    return record.publicExport() as unknown as Company;
  } catch (error) {
    if (isNoRows(error)) return null;
    throw error;
  }
}
