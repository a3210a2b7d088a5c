/**
 * Builds the bundles that ship inside the Python package.
 *
 *   node build.mjs          write them
 *   node build.mjs --check  rebuild and compare byte for byte; exit 1 if one differs
 */

import { readFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const PACKAGE = join(HERE, "../src/vivavoce");

/** Where each bundle comes from and goes to, under the package. */
const BUNDLES = [
  { from: "src/bundles/player.js", to: "exports/static/player.js" },
  { from: "src/bundles/lanes.js", to: "exports/static/lanes.js" },
  { from: "src/bundles/compare.js", to: "exports/static/compare.js" },
  { from: "css/player.css", to: "exports/static/player.css" },
  { from: "css/lanes.css", to: "exports/static/lanes.css" },
  { from: "css/compare.css", to: "exports/static/compare.css" },
  { from: "css/page.css", to: "exports/static/page.css" },
  { from: "src/workbench.js", to: "notebook/widgets/workbench/static/workbench.js" },
  { from: "css/workbench.css", to: "notebook/widgets/workbench/static/workbench.css" },
];

async function bundle(from) {
  const result = await build({
    entryPoints: [join(HERE, from)],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: ["chrome123", "firefox121", "safari17.5"],
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
  });
  return Buffer.from(result.outputFiles[0].contents);
}

let stale = 0;
for (const { from, to } of BUNDLES) {
  const target = join(PACKAGE, to);
  const bytes = await bundle(from);
  if (process.argv.includes("--check")) {
    let committed = Buffer.alloc(0);
    try {
      committed = readFileSync(target);
    } catch {
      // A missing file differs from any other.
    }
    if (!bytes.equals(committed)) {
      stale += 1;
      console.error(`${relative(process.cwd(), target)} differs from a rebuild of ${from}`);
    }
  } else {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
  console.log(`${to}: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzip`);
}
process.exitCode = stale ? 1 : 0;
