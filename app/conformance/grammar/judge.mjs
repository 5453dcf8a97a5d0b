// Reads scripts as a JSON list on standard input and prints what the grammar of
// another author makes of each: how many places it cannot read, and every
// single-quoted literal as it stands in the script.
import { readFileSync } from 'node:fs';
import { Parser, Language } from './node_modules/web-tree-sitter/web-tree-sitter.js';

await Parser.init();
const language = await Language.load('./node_modules/tree-sitter-powershell/tree-sitter-powershell.wasm');
const parser = new Parser();
parser.setLanguage(language);

const out = [];
for (const script of JSON.parse(readFileSync(0, 'utf8'))) {
    const tree = parser.parse(script);
    const found = { wrong: [], literals: [], others: 0, commands: 0 };
    const walk = (node) => {
        if (node.isError || node.isMissing) {
            found.wrong.push(`${node.startPosition.row + 1}:${node.startPosition.column + 1} ${node.text.slice(0, 80)}`);
        }
        if (node.type === 'verbatim_string_characters') {
            found.literals.push(node.text);
        }
        if (/here_string/.test(node.type)) {
            found.others++;
        }
        if (node.type === 'command') {
            found.commands++;
        }
        for (const child of node.children) {
            walk(child);
        }
    };
    walk(tree.rootNode);
    out.push(found);
    tree.delete();
}
process.stdout.write(JSON.stringify(out));
