import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { API_PATH } from '../door/paths.ts';
import { MARKER } from './gated-site.ts';

/**
 * What stands in for WordPress: the constant and the three functions that the plug-in uses, its loading of must-use
 * plug-ins, and its habit of showing any page at any address when `p` says so. WordPress itself is not run.
 */
const STUB = `<?php
define('WP_CONTENT_DIR', __DIR__ . '/wp-content');
define('BAUTA_GATEWAY', getenv('BAUTA_GATEWAY'));
define('BAUTA_PUBLIC', ['/robots.txt', '/public/']);
$actions = [];
function add_action($name, $act) { $GLOBALS['actions'][$name][] = $act; }
function wp_enqueue_script($name, $address) { echo '<script src="' . $address . '" defer></script>'; }
function wp_check_filetype($path) {
  $types = ['mp4' => 'video/mp4', 'jpg' => 'image/jpeg'];
  return ['type' => $types[pathinfo($path, PATHINFO_EXTENSION)] ?? false];
}
foreach (glob(WP_CONTENT_DIR . '/mu-plugins/*.php') as $file) require $file;
$path = explode('?', $_SERVER['REQUEST_URI'], 2)[0];
$isPublic = in_array($path, ['/robots.txt', '/public/a', '/wp-login.php'], true) && !isset($_REQUEST['p']);
if ($path === '${API_PATH}') {
  header('Cache-Control: public, max-age=3600');
  header('Set-Cookie: own=1; Path=/');
  header('Set-Cookie: other=2; Path=/', false);
}
if ($isPublic) { echo 'public'; exit; }
foreach ($actions['wp_enqueue_scripts'] as $act) $act();
echo '${MARKER} ' . $path . (defined('DONOTCACHEPAGE') ? ' not cached' : '');
`;

/** @param site with the files of `layOutSite`. */
export function layOutWordPress(site: string): void {
  mkdirSync(join(site, 'wp-content/mu-plugins'), { recursive: true });
  mkdirSync(join(site, 'wp-content/cache'));
  writeFileSync(join(site, 'wp-content/cache/index.html'), MARKER);
  renameSync(join(site, 'media'), join(site, 'wp-content/uploads'));
  writeFileSync(join(site, 'wp-content/uploads/stray.php'), `<?php echo '${MARKER}';`);
  for (const file of ['index.php', 'wp-login.php', 'xmlrpc.php']) writeFileSync(join(site, file), STUB);
}
