// Judges the HTML of letters. On stdin {pages: [html], clients: [glob]}; on stdout, page by page, {html: [...], email: [...]}: what html-validate
// finds wrong, and which features caniemail.com says that one of these mail programs lacks ("error") or has in part ("warning").
import { readFileSync } from "node:fs";
import { caniemail } from "caniemail";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const { pages, clients } = JSON.parse(readFileSync(0, "utf8"));
const validator = new HtmlValidate(
  new StaticConfigLoader({
    extends: ["html-validate:recommended"],
    rules: {
      "no-inline-style": "off", // mail programs read no other
      "no-deprecated-attr": "off", // Outlook goes by width, align and valign
      "no-conditional-comment": "off", // what only Outlook reads
      "prefer-tbody": "off", // tables that are layout have one part
      "long-title": "off", // nobody searches for a letter
    },
  }),
);

async function judged(html) {
  const { results } = await validator.validateString(html);
  const wrong = results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${ruleId}, line ${line}: ${message}`));
  const { issues } = caniemail({ clients, html });
  const email = Object.entries(issues).flatMap(([severity, byClient]) => [...byClient].flatMap(([client, found]) => found.map(({ title }) => ({ severity, client, title }))));
  return { html: wrong, email };
}

const said = [];
for (const html of pages) said.push(await judged(html));
process.stdout.write(JSON.stringify(said));
