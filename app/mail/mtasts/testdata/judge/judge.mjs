// Reads the table on standard input and prints mailauth's verdict on each row, in
// order: {"ok": bool, "value": "…"}. Strict mode: the rules of RFC 8461 as mailauth reads them.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(import.meta.url);
const sts = require('./node_modules/mailauth/lib/mta-sts.js');

async function verdict(row) {
    try {
        switch (row.kind) {
            case 'records': {
                const resolver = async () => row.records.map(r => [r]);
                const id = await sts.resolvePolicy('northgate.example', { strict: true, resolver });
                return { ok: !!id, value: id || '' };
            }
            case 'policy': {
                const p = sts.parsePolicy(Buffer.from(row.policy, 'utf8'), { strict: true });
                return { ok: true, value: [p.mode, p.maxAge, ...(p.mx || [])].join(' ') };
            }
            case 'match': {
                const r = sts.validateMx(row.host, { mode: 'enforce', mx: [row.pattern] }, { strict: true });
                return { ok: r.valid, value: '' };
            }
        }
    } catch (err) {
        return { ok: false, value: '' };
    }
    throw new Error('unknown kind ' + row.kind);
}

const rows = JSON.parse(readFileSync(0, 'utf8'));
const out = [];
for (const row of rows) {
    out.push(await verdict(row));
}
process.stdout.write(JSON.stringify(out));
