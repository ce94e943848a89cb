/**
 * What an operator does through PocketBase's own superuser API.
 * @module
 */

export interface UserRow {
  id: string;
  openid: string;
  [field: string]: unknown;
}

export class Admin {
  #token: Promise<string> | null = null;

  constructor(
    private readonly url: () => string,
    private readonly superuser: { email: string; password: string },
  ) {}

  /** A superuser's auth token. */
  token(): Promise<string> {
    this.#token ??= this.#signIn();
    return this.#token;
  }

  async #signIn(): Promise<string> {
    const response = await fetch(`${this.url()}/api/collections/_superusers/auth-with-password`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ identity: this.superuser.email, password: this.superuser.password }),
    });
    if (!response.ok) throw new Error(`superuser sign-in: ${await response.text()}`);
    return ((await response.json()) as { token: string }).token;
  }

  /** Any PocketBase route as superuser; throws on a failure. */
  async request<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.url() + path, {
      method,
      headers: { authorization: await this.token(), "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  settings(change: object): Promise<unknown> {
    return this.request("PATCH", "/api/settings", change);
  }

  /** Changes options of a collection, such as its authRule. */
  collection(name: string, change: object): Promise<unknown> {
    return this.request("PATCH", `/api/collections/${name}`, change);
  }

  /** Runs SQL in the main database; rows come as objects. */
  async sql<T = { [column: string]: unknown }>(query: string): Promise<T[]> {
    const { columns, rows } = await this.request<{
      columns: { name: string }[] | null;
      rows: unknown[][] | null;
    }>("POST", "/api/sql", { query });
    return (rows ?? []).map((row) =>
      Object.fromEntries((columns ?? []).map((column, i) => [column.name, row[i]])),
    ) as T[];
  }

  /** Users that match a PocketBase filter; all columns but the secret ones. */
  async users(filter = ""): Promise<UserRow[]> {
    const query = new URLSearchParams({ filter, perPage: "500" });
    return (
      await this.request<{ items: UserRow[] }>("GET", `/api/collections/tbl_auth_users/records?${query}`)
    ).items;
  }

  async user(id: string): Promise<UserRow> {
    return this.request("GET", `/api/collections/tbl_auth_users/records/${id}`);
  }

  updateUser(id: string, values: object): Promise<unknown> {
    return this.request("PATCH", `/api/collections/tbl_auth_users/records/${id}`, values);
  }

  async countUsers(): Promise<number> {
    const [row] = await this.sql<{ n: number }>("SELECT COUNT(*) AS n FROM tbl_auth_users");
    return Number(row?.n);
  }

  createCompany(companyId: string, companyName: string): Promise<unknown> {
    return this.request("POST", "/api/collections/tbl_company/records", {
      company_id: companyId,
      company_name: companyName,
    });
  }

  /** A non-refreshable token for a user, as the dashboard's “impersonate” makes it. */
  async impersonate(id: string): Promise<string> {
    const path = `/api/collections/tbl_auth_users/impersonate/${id}`;
    return (await this.request<{ token: string }>("POST", path, { duration: 3600 })).token;
  }
}
