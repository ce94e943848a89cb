/**
 * The page at /console.
 * @module
 */
import { Account } from "./account.ts";
import { byId } from "./dom.ts";
import { Status } from "./status.ts";

const status = new Status(byId("status"));
new Account(byId("account"), () => void status.check());
