-- A contact as one statement: whose token it is, and the place renewed if nothing stands against it.
\set n random(0, :devices - 1)
\set jti random(1, 2000000000)
UPDATE seats_place p
SET last_contact_at = clock_timestamp(),
    lease_exp = date_trunc('second', clock_timestamp() + interval '2 hours'),
    previous_jti = p.lease_jti, lease_jti = lpad((:jti)::text, 22, 'j')
FROM accounts_session s
WHERE s.token_hash = bench_hash(:n) AND p.account_id = s.account_id AND p.device_id = s.device_id
  AND p.seat = 's' || lpad((:n)::text, 21, '0') AND p.closed_at IS NULL
RETURNING p.id, p.pool_id, p.account_id, p.lease_exp;
