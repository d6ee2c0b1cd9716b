<?php
/**
 * In front of every page of a PHP site (spec/guides/gateway-php.md):
 *
 *     require __DIR__ . '/bauta-age-gate.php';
 *
 * as the first line, before anything is written. Whoever is not verified never gets past it; without an answer of the
 * gateway nobody does. It needs no extension of PHP. Settings, to be defined before:
 *
 *     const BAUTA_GATEWAY = '127.0.0.1:4006';        // `listen` of bauta.toml
 *     const BAUTA_PUBLIC = ['/robots.txt', '/imprint/'];  // the same list as `public_paths`
 */

namespace Bauta;

// begin of what the WordPress plug-in holds too
/** Seconds for an answer of the gateway: without one the door is shut. */
const PATIENCE = 4.0;

/** What of a visitor's request goes to the gateway; nothing else does. */
const PASSED_ON = ['Cookie', 'Accept', 'Accept-Language', 'Sec-Fetch-Mode', 'Sec-Fetch-User', 'Sec-Fetch-Site', 'Origin',
    'Content-Type', 'Authorization', 'DPoP'];

/** True for a path that the list opens: an exact path, or a prefix that ends in a slash. No escapes, dots or double slashes. */
function is_public(string $target, array $list): bool
{
    $path = explode('?', $target, 2)[0];
    if (preg_match('~^/(?:(?!\.+(?:/|$))[A-Za-z0-9._\~@+=-]+(?:/|$))*$~D', $path) !== 1) {
        return false;
    }
    foreach ($list as $entry) {
        if ($path === $entry || (strlen($entry) > 1 && str_ends_with($entry, '/') && str_starts_with($path, $entry))) {
            return true;
        }
    }
    return false;
}

/**
 * One request to the gateway. Null when it does not answer whole and in time.
 * @return array{status: int, headers: list<array{string, string}>, body: string}|null
 */
function ask_gateway(string $gateway, string $method, string $target, array $headers, string $body = ''): ?array
{
    $ends = microtime(true) + PATIENCE;
    $socket = @stream_socket_client("tcp://$gateway", $code, $message, 1.0);
    if ($socket === false) {
        return null;
    }
    $lines = ["$method $target HTTP/1.0", 'Host: gateway', 'Content-Length: ' . strlen($body)];
    foreach ($headers as $name => $value) {
        $lines[] = "$name: " . str_replace(["\r", "\n", "\0"], '', $value);
    }
    fwrite($socket, implode("\r\n", $lines) . "\r\n\r\n$body");
    $answer = '';
    while (!feof($socket)) {
        $left = $ends - microtime(true);
        if ($left <= 0) {
            fclose($socket);
            return null;
        }
        stream_set_timeout($socket, (int) $left, (int) (fmod($left, 1) * 1e6));
        $answer .= (string) fread($socket, 65536);
    }
    fclose($socket);
    [$head, $content] = explode("\r\n\r\n", $answer, 2) + ['', ''];
    if (preg_match('~^HTTP/1\.[01] (\d{3})~', $head, $match) !== 1) {
        return null;
    }
    $read = ['status' => (int) $match[1], 'headers' => [], 'body' => $content];
    foreach (array_slice(explode("\r\n", $head), 1) as $line) {
        [$name, $value] = explode(':', $line, 2) + ['', ''];
        $read['headers'][] = [strtolower(trim($name)), trim($value)];
    }
    return $read;
}

/** The headers of this request that the gateway may see. */
function passed_on(): array
{
    $headers = [];
    foreach (PASSED_ON as $name) {
        $key = strtoupper(str_replace('-', '_', $name));
        $value = $_SERVER["HTTP_$key"] ?? ($name === 'Content-Type' ? $_SERVER['CONTENT_TYPE'] ?? null : null);
        if (is_string($value) && $value !== '') {
            $headers[$name] = $value;
        }
    }
    return $headers;
}

/** The gateway's answer as ours, and the end. */
function hand_on(?array $answer): never
{
    while (ob_get_level() > 0) {
        ob_end_clean();
    }
    header_remove();
    if ($answer === null) {
        http_response_code(503);
        header('Content-Type: text/html; charset=utf-8');
        header('Cache-Control: private, no-store');
        header('Retry-After: 60');
        echo '<!doctype html><html lang="fr"><meta name="viewport" content="width=device-width"><title>503</title>',
            '<p>Cette page n’est pas disponible pour le moment. Réessayez dans une minute.',
            '<p lang="en">This page is not available right now. Try again in a minute.';
        exit;
    }
    foreach ($answer['headers'] as [$name, $value]) {
        if (!in_array($name, ['connection', 'keep-alive', 'transfer-encoding', 'date', 'content-length'], true)) {
            header("$name: $value", $name !== 'set-cookie');
        }
    }
    http_response_code($answer['status']);
    echo $answer['body'];
    exit;
}

/** Sets the headers of a verified answer once more right before it is sent, whatever the site has set meanwhile. */
function keep_headers(array $headers): void
{
    $set = static function () use ($headers): void {
        header_remove('Expires');
        header_remove('Pragma');
        foreach ($headers as [$name, $value]) {
            if ($name === 'cache-control') {
                header("Cache-Control: $value");
            } elseif (in_array($name, ['vary', 'set-cookie'], true) && !in_array("$name: $value", array_map(
                static fn (string $line): string => preg_replace_callback('~^[^:]+~', static fn ($m) => strtolower($m[0]), $line),
                headers_list(),
            ), true)) {
                header("$name: $value", false);
            }
        }
    };
    $set();
    header_register_callback($set);
}

/** The door: returns for whoever is verified, and for what is public. For everyone else this is the end. */
function guard(string $gateway, array $public): void
{
    $target = $_SERVER['REQUEST_URI'] ?? '/';
    $method = $_SERVER['REQUEST_METHOD'] ?? 'GET';
    $headers = passed_on();
    if (preg_match('~^/(?:_age/|\.well-known/age-gate\.json(?:\?|$))[\x21-\x7e]*$~D', $target) === 1) {
        $body = $method === 'POST' ? (string) file_get_contents('php://input', false, null, 0, 16384) : '';
        hand_on(ask_gateway($gateway, preg_match('~^[A-Z]{1,16}$~D', $method) === 1 ? $method : 'GET', $target, $headers, $body));
    }
    if (is_public($target, $public)) {
        return;
    }
    $visitor = array_diff_key($headers, ['Authorization' => 1, 'DPoP' => 1, 'Content-Type' => 1]);
    $said = $visitor + ['X-Original-URI' => $target, 'X-Original-Method' => $method];
    $checked = ask_gateway($gateway, 'GET', '/_age/check', $said);
    if (($checked['status'] ?? 0) === 204) {
        keep_headers($checked['headers']);
        return;
    }
    // The gate page with 403, or 401 with a challenge, whichever the visitor understands.
    hand_on($checked === null ? null : ask_gateway($gateway, 'GET', '/_age/gate', $said));
}

/**
 * Sends a file, in parts where they are asked for (RFC 9110 §14.2: one range; several are answered with the whole), and ends.
 * Call it behind the door alone.
 */
function send_media(string $path, string $type): never
{
    $file = is_file($path) ? fopen($path, 'rb') : false;
    if ($file === false) {
        http_response_code(404);
        exit;
    }
    while (ob_get_level() > 0) {
        ob_end_clean();
    }
    $size = fstat($file)['size'];
    [$from, $to] = [0, $size - 1];
    header("Content-Type: $type");
    header('X-Content-Type-Options: nosniff');
    header('Accept-Ranges: bytes');
    $range = $_SERVER['HTTP_RANGE'] ?? '';
    if (!isset($_SERVER['HTTP_IF_RANGE']) && preg_match('~^bytes=(\d{0,18})-(\d{0,18})$~D', $range, $match) === 1 && $range !== 'bytes=-') {
        [, $first, $last] = $match;
        $from = $first === '' ? max(0, $size - (int) $last) : (int) $first;
        $to = $first === '' || $last === '' ? $size - 1 : min((int) $last, $size - 1);
        if ($from > $to || ($first === '' && (int) $last === 0)) {
            http_response_code(416);
            header("Content-Range: bytes */$size");
            exit;
        }
        http_response_code(206);
        header("Content-Range: bytes $from-$to/$size");
    }
    header('Content-Length: ' . ($to - $from + 1));
    if (($_SERVER['REQUEST_METHOD'] ?? 'GET') !== 'HEAD') {
        set_time_limit(0);
        fseek($file, $from);
        for ($left = $to - $from + 1; $left > 0 && !connection_aborted(); $left -= strlen($part)) {
            $part = (string) fread($file, min(65536, $left));
            if ($part === '') {
                break;
            }
            echo $part;
            flush();
        }
    }
    exit;
}
// end of what the WordPress plug-in holds too

guard(
    \defined('BAUTA_GATEWAY') ? \BAUTA_GATEWAY : (getenv('BAUTA_GATEWAY') ?: '127.0.0.1:4006'),
    \defined('BAUTA_PUBLIC') ? \BAUTA_PUBLIC : [],
);
