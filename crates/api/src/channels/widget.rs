//! `GET /v1/channels/{id}/widget`.

use axum::extract::State;
use axum::response::Response;
use http::HeaderValue;
use http::header::ACCESS_CONTROL_ALLOW_ORIGIN;
use serde::Serialize;
use switchroom_domain::channel::{Channel, ChannelKind};
use switchroom_domain::{ChannelId, team};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::answer;
use crate::extract::{ById, HostOrganization, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::widget::PreChat;
use crate::wire::{Theme, Time, WidgetPosition};

/// What a visitor's browser needs to show a widget.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublicWidget<'a> {
    /// The channel.
    channel_id: Uuid,
    /// What stands at its top.
    title: &'a str,
    /// What a visitor reads before he has written; null: the widget's own words.
    greeting: Option<&'a str>,
    /// Its colour, `#rrggbb`; null: the widget's own.
    color: Option<&'a str>,
    /// On which side of the page it is.
    position: WidgetPosition,
    /// Whether it is light or dark.
    theme: Theme,
    /// Its language (BCP 47); null: that of the visitor's browser.
    locale: Option<&'a str>,
    /// What a visitor is asked for before he can write.
    pre_chat: PreChat,
    /// The teams that a visitor may choose among.
    teams: Vec<TeamChoice<'a>>,
    /// What a visitor reads while nobody answers; null: the widget's own words.
    offline_message: Option<&'a str>,
    /// Whether a visitor is asked at the end how he was served.
    rating: bool,
    /// Whether visitors must be vouched for by a signature.
    identity_required: bool,
    /// Whether somebody answers now, by the office hours.
    open: bool,
    /// When somebody answers again; null: it is open, or nobody knows.
    next_open_at: Option<Time>,
}

/// A team that a visitor may choose.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TeamChoice<'a> {
    /// The team's id.
    id: Uuid,
    /// What people call it.
    name: &'a str,
}

/// Get what a visitor's browser needs to show the widget of an active web channel.
///
/// Needs no token. The organization is that of the host. Pages of any origin may read it: the site's page draws the button by it.
#[utoipa::path(
    get,
    path = "/v1/channels/{id}/widget",
    tag = "channels",
    security(()),
    params(ById),
    responses((status = 200, description = "The widget.", body = PublicWidget)),
)]
pub(super) async fn get_widget(
    State(state): State<ApiState>,
    host: HostOrganization,
    Path(ById { id }): Path<ById>,
) -> Result<Response, Problem> {
    let found = state.engine().channel(host.org, ChannelId(id)).await?;
    let shown = found.filter(|channel| channel.kind == ChannelKind::Web && channel.active);
    let channel = shown.ok_or_else(|| Problem::not_found("channel"))?;
    let teams = teams(&state, &channel).await?;
    let mut response = answer::ok(&public(&state, &channel, &teams));
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}

/// The teams that a visitor may choose among: those that rooms can be given to still.
async fn teams(state: &ApiState, channel: &Channel) -> Result<Vec<team::Team>, Problem> {
    let mut teams = Vec::new();
    for id in &channel.widget.team_choice {
        teams.extend(state.engine().store.team(channel.org, *id).await?.filter(|team| team.active));
    }
    Ok(teams)
}

fn public<'a>(state: &ApiState, channel: &'a Channel, teams: &'a [team::Team]) -> PublicWidget<'a> {
    let widget = &channel.widget;
    let opening = widget.opening(state.engine().now());
    PublicWidget {
        channel_id: channel.id.0,
        title: widget.title.as_deref().unwrap_or(&channel.name),
        greeting: widget.greeting.as_deref(),
        color: widget.color.as_deref(),
        position: widget.position.into(),
        theme: widget.theme.into(),
        locale: widget.locale.as_deref(),
        pre_chat: widget.pre_chat.into(),
        teams: teams.iter().map(|team| TeamChoice { id: team.id.0, name: &team.name }).collect(),
        offline_message: widget.offline_message.as_deref(),
        rating: widget.rating,
        identity_required: widget.identity_required,
        open: opening.open,
        next_open_at: opening.next.map(Time::from),
    }
}
