-- Open rooms by team and by tag, of the rooms there are.
INSERT INTO counters (org_id, dimension, key, value)
SELECT org_id, 'open_rooms_by_team', team_id::text, count(*)
FROM rooms
WHERE team_id IS NOT NULL AND open
GROUP BY 1, 3;
INSERT INTO counters (org_id, dimension, key, value)
SELECT t.org_id, 'open_rooms_by_tag', t.tag, count(*)
FROM room_tags AS t
JOIN rooms AS r USING (org_id, room_id)
WHERE r.open
GROUP BY 1, 3;
