/** Code that makes the first call, ready to be copied. Whatever it is filled with stays text: nothing of it becomes code. */
import { addressOf, type Setup, type Tool } from './tools.ts'

/** Null for tools that take no code. */
export function writeSnippet(tool: Tool, setup: Setup): string | null {
  return writers[tool]?.(setup) ?? null
}

const reference = 'test-1'

const writers: Partial<Record<Tool, (setup: Setup) => string>> = {
  curl: setup => `curl -s ${inShell(addressOf(setup))} \\
  -H ${inShell(`X-API-Key: ${setup.key}`)} \\
  --data-urlencode ${inShell(`email=${setup.email}`)} \\
  -d first_name=Jane \\
  -d last_name=Doe \\
  -d ${inShell(`courses=${setup.course}`)} \\
  -d external_ref=${reference} \\
  -d source=curl`,

  javascript: setup => `const answer = await fetch(${JSON.stringify(addressOf(setup))}, {
  method: 'POST',
  headers: { 'X-API-Key': ${JSON.stringify(setup.key)}, 'Content-Type': 'application/json' },
  body: JSON.stringify({
    email: ${JSON.stringify(setup.email)},
    first_name: 'Jane',
    last_name: 'Doe',
    courses: [${JSON.stringify(setup.course)}],
    external_ref: '${reference}',
    source: 'javascript',
  }),
})
console.log(answer.status, await answer.json())`,

  python: setup => `import json
import urllib.request

student = {
    "email": ${JSON.stringify(setup.email)},
    "first_name": "Jane",
    "last_name": "Doe",
    "courses": [${JSON.stringify(setup.course)}],
    "external_ref": "${reference}",
    "source": "python",
}
call = urllib.request.Request(
    ${JSON.stringify(addressOf(setup))},
    data=json.dumps(student).encode(),
    headers={"X-API-Key": ${JSON.stringify(setup.key)}, "Content-Type": "application/json"},
)
with urllib.request.urlopen(call) as answer:
    print(answer.status, json.load(answer))`,

  php: setup => `<?php
$student = [
    'email' => ${inPhp(setup.email)},
    'first_name' => 'Jane',
    'last_name' => 'Doe',
    'courses' => [${inPhp(setup.course)}],
    'external_ref' => '${reference}',
    'source' => 'php',
];
$call = stream_context_create(['http' => [
    'method' => 'POST',
    'header' => [${inPhp(`X-API-Key: ${setup.key}`)}, 'Content-Type: application/json'],
    'content' => json_encode($student),
    'ignore_errors' => true,
]]);
echo file_get_contents(${inPhp(addressOf(setup))}, false, $call);`,

  woocommerce: setup => `<?php
/* Plugin Name: Usher */
add_action('woocommerce_order_status_processing', 'usher_provision');
add_action('woocommerce_order_status_completed', 'usher_provision');

function usher_provision($order_id) {
    $known = [${setup.courses.map(inPhp).join(', ')}];
    $order = wc_get_order($order_id);
    $courses = [];
    foreach ($order->get_items() as $item) {
        $product = $item->get_product();
        if ($product && in_array($product->get_sku(), $known, true)) {
            $courses[] = $product->get_sku();
        }
    }
    if (!$courses) {
        return;
    }
    $answer = wp_remote_post(${inPhp(addressOf(setup))}, [
        'timeout' => 15,
        'headers' => ['X-API-Key' => ${inPhp(setup.key)}],
        'body' => [
            'email' => $order->get_billing_email(),
            'first_name' => $order->get_billing_first_name(),
            'last_name' => $order->get_billing_last_name(),
            'courses' => implode(',', $courses),
            'external_ref' => 'wc_' . $order_id,
            'source' => 'woocommerce',
        ],
    ]);
    if (is_wp_error($answer)) {
        $order->add_order_note('Usher: ' . $answer->get_error_message());
    } elseif (wp_remote_retrieve_response_code($answer) >= 300) {
        $order->add_order_note('Usher: ' . wp_remote_retrieve_body($answer));
    }
}`,
}

function inShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

function inPhp(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
