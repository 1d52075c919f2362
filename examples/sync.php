<?php

// A sync client: copies all conversations, by page or by cursor as the API offers, and waits as long as it is told.

const TRIES = 5;

function get(array $query): array
{
    $base = getenv('BASE_URL') ?: 'http://localhost:4080';
    $key = getenv('API_KEY') ?: 'combined-demo-key';
    $context = stream_context_create(['http' => [
        'ignore_errors' => true,
        'header' => ['Accept: application/json', "Authorization: Bearer $key"],
    ]]);
    for ($attempt = 1; ; $attempt++) {
        $url = "$base/api/user/conversations?" . http_build_query($query);
        $text = file_get_contents($url, false, $context);
        $status = (int) explode(' ', $http_response_header[0])[1];
        if ($status === 200) {
            return json_decode($text, true);
        }
        if (($status !== 429 && $status < 500) || $attempt === TRIES) {
            fwrite(STDERR, "the list answered $status\n");
            exit(1);
        }
        $waits = preg_grep('/^retry-after:/i', $http_response_header);
        sleep($waits ? (int) trim(explode(':', reset($waits), 2)[1]) : $attempt);
    }
}

/** The next page has a cursor, or a number that its URL tells. Filters are sent again each time. */
function queryAfter(array $query, array $page): ?array
{
    if (($page['next_cursor'] ?? null) !== null && !isset($query['page'])) {
        return ['cursor' => $page['next_cursor']] + $query;
    }
    if (($page['next_page_url'] ?? null) === null) {
        return null;
    }
    parse_str(parse_url($page['next_page_url'], PHP_URL_QUERY), $next);
    return ['page' => $next['page']] + $query;
}

$kept = [];
$requests = 0;
$query = ['per_page' => 50];
while ($query !== null) {
    $page = get($query);
    $requests++;
    // A row that moved while we walked comes twice: the id tells.
    foreach ($page['data'] as $row) {
        $kept[$row['id']] = $row;
    }
    $query = queryAfter($query, $page);
}
echo count($kept) . " conversations in $requests requests\n";
