/**
 * The reference of the API as one HTML file that opens without a network.
 * @module
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { parse } from "yaml";

const require = createRequire(import.meta.url);
const asset = (name: string) => readFile(require.resolve(`swagger-ui-dist/${name}`), "utf8");

/** What ends a script element inside one would end the page's. */
const inScript = (text: string) => text.replace(/<(\/script|!--)/gi, "<\\$1");

/** @param contract path of openapi.yaml */
export async function referencePage(contract: string): Promise<string> {
  const document = parse(await readFile(contract, "utf8")) as { info: { title: string; version: string } };
  const [style, script] = await Promise.all([asset("swagger-ui.css"), asset("swagger-ui-bundle.js")]);
  const { title, version } = document.info;
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} ${version}</title>
<style>${style}</style>
</head>
<body>
<div id="reference"></div>
<script>${inScript(script)}</script>
<script>
SwaggerUIBundle({
  dom_id: "#reference",
  spec: ${inScript(JSON.stringify(document))},
  supportedSubmitMethods: [],
  validatorUrl: null,
});
</script>
</body>
</html>
`;
}
