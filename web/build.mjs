// Bundle the editor, and the copy buttons, each into the one file that the package carries; the same sources give the
// same bytes.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

for (const name of ["query", "copy"]) {
  await build({
    entryPoints: [`src/${name}.js`],
    outfile: `../api/pages/static/${name}.js`,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "linked",
    charset: "utf8",
    logLevel: "info",
  });
}

// what the licences of the bundled packages ask for: their text beside the file
const bundled = Object.entries(JSON.parse(readFileSync("package-lock.json", "utf8")).packages)
  .filter(([path, { dev }]) => path && !dev)
  .map(([path, { version }]) => [path.replace("node_modules/", ""), version, path])
  .sort();
const texts = bundled.map(([name, version, path]) => {
  const file = readdirSync(path).find((each) => /^licen[cs]e/i.test(each));
  return `${name} ${version}\n\n${file ? readFileSync(`${path}/${file}`, "utf8").trim() : "MIT"}\n`;
});
writeFileSync("../api/pages/static/query.js.licences.txt", texts.join("\n----\n\n"));
