-- References that we make up ourselves, by an Idempotency-Key, begin with a character that no caller can send; before, with words
-- that a caller was not to send. Callers could never write them where these are: of seats and of orders.
update seat_entries set reference = E'\x01' || reference
  where starts_with(reference, 'idempotency-key ') or starts_with(reference, 'undo ');
update orders set reference = E'\x01' || reference where starts_with(reference, 'idempotency-key ');
update operations set reference = E'\x01' || reference
  where kind in ('place_order', 'change_seats', 'move_seats') and starts_with(reference, 'idempotency-key ');
