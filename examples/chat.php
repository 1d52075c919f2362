<?php

// A chat client: finds an assistant, begins a conversation, talks, reads it, and hands it over to a person.

function call(string $method, string $path, ?array $body = null): array
{
    $base = getenv('BASE_URL') ?: 'http://localhost:4080';
    $key = getenv('API_KEY') ?: 'combined-demo-key';
    $headers = ['Accept: application/json', "Authorization: Bearer $key"];
    $options = ['method' => $method, 'ignore_errors' => true];
    if ($body !== null) {
        $headers[] = 'Content-Type: application/json';
        $options['content'] = json_encode($body);
    } elseif ($method === 'POST') {
        $headers[] = 'Content-Length: 0';
    }
    $context = stream_context_create(['http' => $options + ['header' => $headers]]);
    $answer = json_decode(file_get_contents("$base/api/$path", false, $context), true);
    $status = (int) explode(' ', $http_response_header[0])[1];
    if ($status >= 400) {
        fwrite(STDERR, "$status: " . ($answer['error'] ?? $answer['message']) . "\n");
        exit(1);
    }
    return $answer;
}

$assistants = call('GET', 'user/assistants/get?per_page=1')['data'];
if ($assistants === []) {
    exit("the user has no assistant\n");
}
echo "assistant: {$assistants[0]['name']}\n";

$created = call('POST', 'conversations', [
    'assistant_id' => $assistants[0]['uuid'],
    'type' => 'widget',
    'variables' => ['customer_name' => 'Ada'],
]);
$id = $created['conversation_id'];
foreach ($created['history'] as $message) {
    echo "{$message['role']}: {$message['content']}\n";
}

foreach (['Hello', 'Can I talk to a person?'] as $text) {
    $answer = call('POST', "conversations/$id/messages", ['message' => $text]);
    echo "user: $text\nassistant: {$answer['message']}\n";
}

call('POST', "automate/conversations/$id/disable-ai");
$silent = call('POST', "conversations/$id/messages", ['message' => 'Hi?']);
echo 'the assistant is silent: ' . json_encode($silent['message'] === null) . "\n";

$history = call('GET', "conversations/$id")['history'];
echo 'messages: ' . count($history) . "\n";

$row = call('GET', 'user/conversations?per_page=1')['data'][0];
$isListed = $row['id'] === $id && $row['message_count'] === count($history);
echo 'in the list: ' . json_encode($isListed) . "\n";
