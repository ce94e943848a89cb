// @ts-check
/**
 * Types that the client ships: out of openapi.yaml and the sources, in one file that needs no other.
 * @module
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

/**
 * @typedef {{ $ref?: string, type?: string, enum?: string[] }} Schema
 * @typedef {{ content?: Record<string, { schema: Schema }>, required?: boolean, $ref?: string }} Content
 * @typedef {{ operationId: string, requestBody?: Content, responses: Record<string, Content> }} Operation
 * @typedef {{
 *   info: object,
 *   paths: Record<string, Record<string, Operation>>,
 *   components: { schemas: Record<string, Schema>, responses: Record<string, Content> },
 * }} Document
 */

const JSON_TYPE = "application/json";

/** What failures carry for an app to show, and no success does. */
const OF_FAILURES = ["PhoneHolder"];

/** @param {Document} document @param {Content | undefined} content */
function jsonSchema(document, content) {
  const name = content?.$ref?.split("/").pop();
  const resolved = name ? document.components.responses[name] : content;
  return resolved?.content?.[JSON_TYPE]?.schema;
}

/**
 * The schemas that these ones need, themselves included.
 * @param {Record<string, Schema>} all @param {string[]} names
 */
function needed(all, names) {
  const found = new Set(names);
  // A set grows while it is walked.
  for (const name of found) {
    for (const [, ref] of JSON.stringify(all[name]).matchAll(/#\/components\/schemas\/(\w+)/g))
      found.add(String(ref));
  }
  return Object.fromEntries(Object.entries(all).filter(([name]) => found.has(name)));
}

/**
 * Schemas and, by path, the JSON body and answer of each operation.
 * @param {Document} document openapi.yaml, parsed
 * @param {string[]} reasons every reason of the contract
 * @returns {Promise<string>} TypeScript
 */
export async function contractTypes(document, reasons) {
  const lines = [];
  const names = [...OF_FAILURES];
  for (const [path, item] of Object.entries(document.paths)) {
    // Other methods of a path are for monitors.
    for (const operation of [item.post]) {
      if (!operation) throw new Error(`${path}: the client's types know POST alone`);
      const body = jsonSchema(document, operation.requestBody);
      const answer = jsonSchema(document, operation.responses["200"]);
      // A multipart body is not for `request()`.
      if (!answer || (operation.requestBody && !body)) continue;
      const answerName = answer.$ref?.split("/").pop();
      const bodyName = body?.$ref?.split("/").pop();
      names.push(...[answerName, bodyName].filter((name) => name !== undefined));
      const bodyType = bodyName ? `components["schemas"]["${bodyName}"]` : "undefined";
      const optional = bodyName && !operation.requestBody?.required ? " | undefined" : "";
      lines.push(
        `  "${path}": { body: ${bodyType}${optional}; answer: components["schemas"]["${answerName}"] };`,
      );
    }
  }
  const schemas = {
    ...needed(document.components.schemas, names),
    Reason: { type: "string", enum: reasons },
  };
  const reduced = { openapi: "3.1.0", info: document.info, paths: {}, components: { schemas } };
  const nodes = await openapiTS(JSON.stringify(reduced), { silent: true, emptyObjectsUnknown: true });
  const components = astToString(nodes).match(/export interface components \{[\s\S]*?\n\}/)?.[0];
  if (!components) throw new Error("openapi-typescript wrote no components");
  const kept = components.replace(/\n {4}(?!schemas)\w+: never;/g, "");
  return `${kept}\n\nexport interface ContractPaths {\n${lines.join("\n")}\n}\n`;
}

/**
 * One declaration file from modules that export their public face and import from each other alone.
 * @param {string} folder @param {string[]} files in order of dependence
 * @returns {Promise<string>}
 */
export async function joinedDeclarations(folder, files) {
  const parts = [];
  for (const file of files) {
    const source = await readFile(join(folder, file), "utf8");
    const text = file.endsWith(".d.ts") ? source : declarationOf(source, file);
    parts.push(text.replace(/^(import|export) [^;]*?( from "\.[^"]*"|\{ \w+ \});\n/gm, ""));
  }
  const joined = parts.join("\n").replace(/^\/\*\*\n(?: \*[^\n]*\n)*? \* @module\n \*\/\n/gm, "");
  if (/ from "\.|import\(/.test(joined))
    throw new Error(`the declarations still import something:\n${joined}`);
  return joined;
}

/** @param {string} source @param {string} file */
function declarationOf(source, file) {
  const { outputText, diagnostics } = ts.transpileDeclaration(source, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2015, strict: true, isolatedDeclarations: true },
  });
  if (diagnostics?.length) {
    throw new Error(
      `${file}: ${diagnostics.map((d) => ts.flattenDiagnosticMessageText(d.messageText, " ")).join("; ")}`,
    );
  }
  return outputText;
}
