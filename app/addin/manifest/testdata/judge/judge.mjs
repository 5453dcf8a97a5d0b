// Reads paths as a JSON list on standard input and prints what Microsoft's own
// reader makes of each manifest. Only its reading part is loaded: nothing is sent.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(import.meta.url);
const { OfficeAddinManifest } = require('./node_modules/office-addin-manifest/lib/manifestOperations.js');

const out = [];
for (const path of JSON.parse(readFileSync(0, 'utf8'))) {
    try {
        const m = await OfficeAddinManifest.readManifestFile(path);
        out.push({ ok: !!m.id, id: m.id || '', version: m.version || '', hosts: m.hosts || [], permissions: m.permissions || '' });
    } catch (err) {
        out.push({ ok: false, id: '', version: '', hosts: [], permissions: '' });
    }
}
process.stdout.write(JSON.stringify(out));
