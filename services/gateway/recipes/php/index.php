<?php
// An example of a site of which every request comes here (nginx.conf beside it). Media lie outside of the web server's
// folder, so that no request reaches them but through the door.
const BAUTA_PUBLIC = ['/robots.txt', '/public/'];
require __DIR__ . '/bauta-age-gate.php';

const MEDIA = __DIR__ . '/../media';
const TYPES = ['mp4' => 'video/mp4', 'webm' => 'video/webm', 'jpg' => 'image/jpeg'];

$path = explode('?', $_SERVER['REQUEST_URI'], 2)[0];
if (preg_match('~^/media/([A-Za-z0-9_-]+\.(mp4|webm|jpg))$~D', $path, $match) === 1) {
    Bauta\send_media(MEDIA . "/$match[1]", TYPES[$match[2]]);
}
require __DIR__ . '/pages.php'; // yours
