import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'key.pem'];

/** Makes a certificate of two days that nobody signed but itself, and its key. @param folder where both come to lie */
export function makeCertificate(folder: string, name: string): { readonly certificate: string; readonly key: string } {
  const out = ['-out', 'certificate.pem', '-days', '2', '-subj', `/CN=${name}`];
  execFileSync('openssl', ['req', '-x509', ...KEY, ...out], { cwd: folder, stdio: 'ignore' });
  return { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
}
