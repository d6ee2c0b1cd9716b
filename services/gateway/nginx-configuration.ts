import { join } from 'node:path';

/**
 * What stands around a server's configuration when nginx runs in the foreground, out of a folder of its own.
 * @param isRoot its workers then run as root too: the folder may be closed to others.
 */
export function writeNginxConfiguration(folder: string, servers: string, isRoot: boolean): string {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `  ${name}_temp_path ${join(folder, `${name}_temp`)};`,
  );
  return [
    'daemon off;',
    'worker_processes 1;',
    ...(isRoot ? ['user root;'] : []),
    `pid ${join(folder, 'nginx.pid')};`,
    'error_log stderr warn;',
    'events { worker_connections 256; }',
    'http {',
    '  access_log off;',
    '  types { text/html html; text/css css; text/javascript js; video/mp4 mp4; video/webm webm; image/jpeg jpg; }',
    ...paths,
    servers,
    '}',
  ].join('\n');
}
