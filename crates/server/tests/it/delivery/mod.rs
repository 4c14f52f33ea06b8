//! Deliveries to real endpoints: what `docs/webhooks.md` promises.

mod samples;
