//! What every store must do. A store joins by one line: `contract::suite!(open)`, where `open` gives a fresh store.

pub(crate) mod attempts;
pub(crate) mod bookkeeping;
pub(crate) mod combinations;
pub(crate) mod consumers;
pub(crate) mod directory;
pub(crate) mod following;
pub(crate) mod lists;
pub(crate) mod log;
pub(crate) mod model;
pub(crate) mod uniqueness;

/// Makes a test of every function of the contract, on the stores that `$open` gives.
macro_rules! suite {
    ($open:path) => {
        crate::contract::suite!($open; attempts:
            attempts_are_listed_newest_first,
            attempts_are_found_by_all_that_is_asked,
            attempts_are_forgotten_by_whole_days,
            the_oldest_attempts_go_when_there_are_too_many,
        );
        crate::contract::suite!($open; bookkeeping:
            idempotent_requests_are_carried_out_once,
            requests_are_forgotten_after_a_day,
            dead_letters_are_forgotten_after_thirty_days,
        );
        crate::contract::suite!($open; combinations:
            filters_of_a_list_hold_together,
            filters_of_a_search_hold_together,
        );
        crate::contract::suite!($open; consumers:
            a_consumers_name_is_taken_once,
            a_consumer_has_one_holder,
            consumers_are_paged_by_name,
        );
        crate::contract::suite!($open; directory:
            organizations_are_numbered_and_start_alike,
            a_refused_organization_leaves_nothing,
            the_first_organization_is_made_once,
            a_host_means_one_organization,
            tokens_are_found_by_hash_until_revoked,
            sessions_are_found_by_user_until_they_end,
        );
        crate::contract::suite!($open; following:
            a_position_is_kept_until_it_is_set_from_outside,
            a_deleted_subscription_leaves_no_position,
            a_subscription_deleted_at_once_leaves_nothing,
            a_finished_replay_leaves_no_position,
            what_was_given_up_is_kept_once,
            a_finished_replay_takes_the_dead_letters_with_it,
            a_cancelled_replay_stays_cancelled,
            a_subscriptions_replays_are_paged,
        );
        crate::contract::suite!($open; lists:
            rooms_are_paged_by_latest_activity,
            rooms_are_filtered,
            snoozed_rooms_are_listed_and_found_by_when_they_wake,
            contacts_and_messages_are_found_together,
            messages_are_paged_both_ways,
            counters_follow_the_rooms,
        );
        crate::contract::suite!($open; log:
            sequences_have_no_gap_under_concurrency,
            what_is_read_back_is_what_was_told,
            times_increase,
            the_last_event_before_a_time_is_found,
            a_lane_holds_its_rooms_events,
            a_room_resumes_from_its_version,
            a_refusal_changes_nothing,
            organizations_see_nothing_of_each_other,
        );
        crate::contract::suite!($open; model:
            a_name_given_up_can_be_taken,
            what_is_set_is_read_back,
            canned_responses_are_listed_by_scope,
            views_are_listed_for_whom_they_are,
            mentions_are_kept_with_the_revision,
            what_switchroom_makes_by_itself_is_made_once,
            a_channel_keeps_its_widget_and_its_secret,
            people_are_found_by_what_vendors_know,
            presence_only_moves_forward,
            a_message_is_found_by_its_rocket_chat_id_and_as_it_was,
            new_rooms_go_to_whoever_has_the_fewest,
            who_comes_back_is_known_with_his_rooms,
            an_admin_stays,
            rooms_are_found_by_place,
        );
        crate::contract::suite!($open; uniqueness:
            a_hundred_concurrent_openings_make_one_room,
            two_claims_have_one_winner,
            natural_ids_are_posted_once,
            a_user_name_is_taken_once,
        );
    };
    ($open:path; $group:ident: $($test:ident,)*) => {
        mod $group {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $test() {
                    let fresh = $open().await;
                    crate::contract::$group::$test(&fresh.scene).await;
                }
            )*
        }
    };
}

pub(crate) use suite;
