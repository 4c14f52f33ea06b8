-- Open rooms by team and by tag, of the rooms there are.
INSERT INTO counters (org_id, dimension, key, value)
SELECT org_id, 'open_rooms_by_team', doc ->> '$.head.team', count(*)
FROM rooms
WHERE team_id IS NOT NULL AND status <> 'resolved'
GROUP BY 1, 3;
INSERT INTO counters (org_id, dimension, key, value)
SELECT r.org_id, 'open_rooms_by_tag', t.tag, count(*)
FROM room_tags AS t
JOIN rooms AS r ON r.org_id = t.org_id AND r.room_id = t.room_id
WHERE r.status <> 'resolved'
GROUP BY 1, 3;
