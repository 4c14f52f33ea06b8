//! The managers' list: sorts, filters, pages.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use switchroom_testkit::Client;

use super::{Shop, branded};
use crate::scene::{channel, id, post, user};

const LIST: &str = "/api/v2/manager/chatrooms";

/// A shop with four rooms: 1 came of itself and is rated 5, 2 waits in the queue, 3 is a group from the hot list and is rated 0,
/// 4 was opened by a program; in 2 only the contact has written, in 4 nobody.
async fn four_rooms() -> Shop {
    let shop = Shop::open().await;
    shop.rated_and_summarized().await;
    let (_, otto) = user(&shop.admin, "otto", "agent").await;
    let channel = channel(&shop.admin, "api").await;
    let mut rooms = Vec::new();
    for (handle, more) in
        [("two", json!({"origin": "queue"})), ("three", json!({"origin": "hot_list", "kind": "group"})), ("four", json!({}))]
    {
        let mut new = json!({"channel_id": channel, "contact": {"handle": handle}});
        new.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        rooms.push(id(&shop.admin.post("/v1/rooms", new).send().await.expect(201)));
    }
    for room in &rooms[..2] {
        let said = json!({"author": "contact", "text": "Hello"});
        shop.admin.post(&format!("/v1/rooms/{room}/messages"), said).send().await.expect(201);
    }
    post(&otto, &rooms[1], "Hello").await;
    shop.rate(&rooms[1], 0).await;
    // The first room is the last one that somebody wrote in.
    post(&shop.visitor, &shop.room, "Thank you").await;
    shop
}

async fn list(client: &Client, query: &str) -> Value {
    client.get(&format!("{LIST}?{query}")).send().await.expect(200)
}

/// The rooms' numbers, in the list's order.
async fn numbers(client: &Client, query: &str) -> Vec<i64> {
    let page = list(client, query).await;
    page["data"].as_array().expect("rows").iter().map(|row| row["id_chatroom"].as_i64().expect("a number")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn sorts_and_filters() {
    let shop = four_rooms().await;
    let admin = &shop.admin;
    for (query, expected) in [
        ("", &[1, 2, 3, 4][..]),
        ("sort=id_chatroom", &[1, 2, 3, 4]),
        ("sort=-id_chatroom", &[4, 3, 2, 1]),
        ("sort=date_insert", &[1, 2, 3, 4]),
        ("sort=-date_insert", &[4, 3, 2, 1]),
        ("sort=last_message_date", &[2, 3, 1, 4]),
        ("sort=-last_message_date", &[1, 3, 2, 4]),
        ("sort=last_rating", &[3, 1, 2, 4]),
        ("sort=-last_rating,-id_chatroom", &[1, 3, 4, 2]),
        ("sort[]=-last_rating&sort[]=-id_chatroom", &[1, 3, 4, 2]),
        ("filter[type_chatroom]=0", &[1, 2, 4]),
        ("filter[type_chatroom]=7", &[3]),
        ("filter[type_chatroom]=0,7", &[1, 2, 3, 4]),
        ("filter[type_discussion]=0", &[]),
        ("filter[type_discussion]=1", &[2, 4]),
        ("filter[type_discussion]=2", &[1, 3]),
        ("filter[type_discussion]=1,2", &[1, 2, 3, 4]),
        ("filter[source]=direct", &[1, 4]),
        ("filter[source]=waiting_list", &[2]),
        ("filter[source]=hot_list", &[3]),
        ("filter[source]=2", &[3]),
        ("filter[source]=hot_list,waiting_list&sort=-id_chatroom", &[3, 2]),
        ("filter[source][]=hot_list&filter[source][]=waiting_list", &[2, 3]),
        ("filter[dialogue]=established", &[1, 3]),
        ("filter[dialogue]=not_established", &[2, 4]),
        ("filter[last_rating]=5", &[1]),
        ("filter[last_rating]=0", &[3]),
        ("filter[last_rating]=not_rated", &[2, 4]),
        ("filter[last_rating]=not_rated,5", &[1, 2, 4]),
        ("filter[last_rating]=3", &[]),
        ("filter[source]=direct&filter[dialogue]=established&filter[last_rating]=5", &[1]),
        ("filter[source]=hot_list&filter[type_chatroom]=0", &[]),
        ("filter[ambassador]=999999,0,-1", &[]),
        ("filter[source]=&filter[ambassador]=&sort=&filter=x&unknown=1", &[1, 2, 3, 4]),
    ] {
        assert_eq!(numbers(admin, query).await, expected, "{query}");
    }
    // Whoever has written, by number: the agent in the first, the contact in the second; in the fourth nobody has.
    let page = list(admin, "").await;
    let person = |room: usize, status: i64| {
        let people = page["data"][room]["ambassadors"].as_array().expect("ambassadors");
        let one = people.iter().find(|one| one["status"] == status).unwrap_or_else(|| panic!("{page}"));
        one["id_ambassador"].as_i64().expect("a number")
    };
    let (ann, two) = (person(0, 3), person(1, 8));
    assert_eq!(numbers(admin, &format!("filter[ambassador]={ann}")).await, [1]);
    assert_eq!(numbers(admin, &format!("filter[ambassador]={two},{ann}")).await, [1, 2]);
    let four = person(3, 8);
    assert_eq!(numbers(admin, &format!("filter[ambassador]={four}")).await, Vec::<i64>::new());
    assert_eq!(numbers(admin, &format!("filter[ambassador]={two},999999")).await, [2]);
    shop.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_is_the_room_and_its_last_message() {
    let shop = four_rooms().await;
    let page = list(&shop.admin, "").await;
    let rows = page["data"].as_array().expect("rows");
    for row in rows {
        let mut row = row.clone();
        let last = row.as_object_mut().expect("a row").remove("last_message").expect("a last message");
        let number = row["id_chatroom"].as_i64().expect("a number");
        let path = format!("/api/v2/chat/chatrooms/{number}");
        assert_eq!(branded(shop.admin.get(&path)).send().await.expect(200)["id_chatroom"], number);
        assert_eq!(last["date_insert"], row["last_message_date"]);
        assert_eq!(last.is_null(), number == 4);
    }
    let last = &rows[0]["last_message"];
    assert_eq!((&last["content"], &last["type_message"], &last["status_moderation"]), (&json!("Thank you"), &json!(0), &json!(0)));
    assert_eq!(last["author"]["firstname"], "Vic");
    assert!(last["author"].get("chatroom_pivot_data").is_none() && last["id_message"].is_i64());
    assert_eq!(rows.iter().map(|row| row["source"].as_i64().expect("a number")).collect::<Vec<_>>(), [0, 1, 2, 0]);
    assert_eq!(rows.iter().map(|row| row["type_chatroom"].as_i64().expect("a number")).collect::<Vec<_>>(), [0, 0, 7, 0]);
    assert_eq!(rows.iter().map(|row| row["type_discussion"].as_i64().expect("a number")).collect::<Vec<_>>(), [2, 1, 2, 1]);
    shop.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages() {
    let shop = four_rooms().await;
    let host = shop.admin.address();
    let url = |query: &str| json!(format!("http://{host}{LIST}?{query}"));
    let null = Value::Null;

    let page = list(&shop.admin, "per_page=3&sort=-id_chatroom&filter[source]=direct,hot_list,waiting_list").await;
    let kept = "per_page=3&sort=-id_chatroom&filter%5Bsource%5D=direct%2Chot_list%2Cwaiting_list";
    assert_eq!(
        (&page["current_page"], &page["last_page"], &page["per_page"], &page["total"]),
        (&json!(1), &json!(2), &json!(3), &json!(4))
    );
    assert_eq!((&page["from"], &page["to"]), (&json!(1), &json!(3)));
    assert_eq!(page["path"], json!(format!("http://{host}{LIST}")));
    assert_eq!(page["first_page_url"], url(&format!("{kept}&page=1")));
    assert_eq!((&page["prev_page_url"], &page["next_page_url"]), (&null, &url(&format!("{kept}&page=2"))));
    assert_eq!(page["last_page_url"], page["next_page_url"]);
    let keys: BTreeSet<&str> = page.as_object().expect("a page").keys().map(String::as_str).collect();
    let expected = [
        "current_page",
        "data",
        "first_page_url",
        "from",
        "last_page",
        "last_page_url",
        "links",
        "next_page_url",
        "path",
        "per_page",
        "prev_page_url",
        "to",
        "total",
    ];
    assert_eq!(keys, expected.into());

    // The next page is where its URL says.
    let next = page["next_page_url"].as_str().expect("a URL").split_once(LIST).expect("the list").1.to_owned();
    let last = shop.admin.get(&format!("{LIST}{next}")).send().await.expect(200);
    assert_eq!((&last["current_page"], &last["from"], &last["to"]), (&json!(2), &json!(4), &json!(4)));
    assert_eq!((&last["next_page_url"], &last["prev_page_url"]), (&null, &page["first_page_url"]));
    assert_eq!(last["data"][0]["id_chatroom"], 1);
    let labels: Vec<&str> = last["links"].as_array().expect("links").iter().map(|link| link["label"].as_str().expect("a label")).collect();
    assert_eq!(labels, ["&laquo; Previous", "1", "2", "Next &raquo;"]);

    let beyond = list(&shop.admin, "page=9").await;
    assert_eq!((&beyond["data"], &beyond["from"], &beyond["to"], &beyond["last_page"]), (&json!([]), &null, &null, &json!(1)));
    assert_eq!((&beyond["total"], &beyond["next_page_url"], &beyond["prev_page_url"]), (&json!(4), &null, &url("page=8")));
    let empty = list(&shop.admin, "filter[last_rating]=2").await;
    assert_eq!((&empty["data"], &empty["total"], &empty["last_page"], &empty["from"]), (&json!([]), &json!(0), &json!(1), &null));
    for (query, current, per_page) in [
        ("page=0", 1, 15),
        ("page=-1&per_page=-1", 1, 15),
        ("page=x&per_page=x", 1, 15),
        ("page=1.5&per_page=1e2", 1, 15),
        ("page[]=2&per_page[]=2", 1, 15),
        ("page=99999999999999999999&per_page=99999999999999999999", 1, 15),
        ("page=9223372036854775807&per_page=100", i64::MAX, 100),
        ("per_page=101", 1, 100),
        ("page=+1&per_page=0", 1, 15),
    ] {
        let page = list(&shop.admin, query).await;
        assert_eq!((&page["current_page"], &page["per_page"]), (&json!(current), &json!(per_page)), "{query}");
        assert_eq!(page["total"], 4, "{query}");
    }
    shop.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_for() {
    let shop = Shop::open().await;
    for query in [
        "filter[name]=x",
        "filter[source]=direct&filter[id]=1",
        "filter[][source]=direct",
        "filter[%00]=1",
        "sort=name",
        "sort=-",
        "sort=id_chatroom,x",
        "sort[a][b]=id_chatroom",
    ] {
        let answer = shop.admin.get(&format!("{LIST}?{query}")).send().await.expect(400);
        assert!(answer["message"].is_string() && answer.get("errors").is_none(), "{query} {answer}");
    }
    for query in [
        "filter[source]=x",
        "filter[type_chatroom]=1",
        "filter[last_rating]=6",
        "filter[dialogue]=1",
        "filter[ambassador]=x",
        "filter[source][a][b]=direct",
    ] {
        let answer = shop.admin.get(&format!("{LIST}?{query}")).send().await.expect(422);
        let field = query.split(['[', ']']).nth(1).expect("a field");
        assert!(answer["errors"][format!("filter.{field}")].is_array(), "{query} {answer}");
    }
    let all =
        "filter[type_chatroom]=x&filter[type_discussion]=x&filter[source]=x&filter[dialogue]=x&filter[last_rating]=x&filter[ambassador]=x";
    let answer = shop.admin.get(&format!("{LIST}?{all}")).send().await.expect(422);
    assert_eq!(answer["message"], "The selected filter.type chatroom is invalid. (and 5 more errors)");
    shop.server.stop().await;
}
