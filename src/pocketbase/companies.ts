/**
 * Companies: `tbl_company` records, which operators keep.
 * @module
 */
import type { Company } from "../contract.ts";
import { findUnique } from "./query.ts";

/** The company as shown to users: its public fields, with whatever an operator added. Null for an empty or unknown id. */
export function companyOf(companyId: string): Company | null {
  if (companyId === "") return null;
  const company = findUnique($app, "tbl_company", $dbx.hashExp({ company_id: companyId }));
  return company && (company.publicExport() as unknown as Company);
}
