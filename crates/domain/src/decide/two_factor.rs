//! Turning two factors on and off, and taking what is shown.

use serde_json::{Map, Value};

use super::Stop;
use super::deciding::{Deciding, one_change};
use super::users::{found, may_take_over};
use crate::command::{Answer, BeginTwoFactor, ConfirmTwoFactor, EndTwoFactor, RenewRecoveryCodes};
use crate::event::Subject;
use crate::two_factor::{Proof, TwoFactor};
use crate::user::User;
use crate::world::Write;
use crate::{EventKind, Permission, Refusal, UserId};

pub(super) fn begin(deciding: &mut Deciding<'_>, command: &BeginTwoFactor) -> Result<Answer, Stop> {
    let before = himself(deciding, command.user)?;
    if before.has_two_factors() {
        return Err(Refusal::TotpEnabled.into());
    }
    let factor = TwoFactor { secret: command.secret.clone(), confirmed: false, last_step: 0, recovery: Vec::new() };
    let user = keep(deciding, before, Some(factor));
    Ok(Answer::User { user })
}

pub(super) fn confirm(deciding: &mut Deciding<'_>, command: &ConfirmTwoFactor) -> Result<Answer, Stop> {
    let before = himself(deciding, command.user)?;
    // Another one may have been begun since the code was looked at.
    let begun = before.two_factor.clone().filter(|factor| !factor.confirmed && factor.secret == command.secret);
    let begun = begun.ok_or(Refusal::WrongTotp)?;
    let factor = TwoFactor { confirmed: true, last_step: command.step, recovery: command.recovery.clone(), ..begun };
    keep(deciding, before, Some(factor));
    Ok(Answer::RecoveryCodes { sealed_codes: command.sealed_codes.clone() })
}

pub(super) fn renew(deciding: &mut Deciding<'_>, command: &RenewRecoveryCodes) -> Result<Answer, Stop> {
    let before = himself(deciding, command.user)?;
    let factor = before.two_factor.clone().filter(|factor| factor.confirmed).ok_or(Refusal::NotFound { noun: "second factor" })?;
    keep(deciding, before, Some(TwoFactor { recovery: command.recovery.clone(), ..factor }));
    Ok(Answer::RecoveryCodes { sealed_codes: command.sealed_codes.clone() })
}

pub(super) fn end(deciding: &mut Deciding<'_>, command: &EndTwoFactor) -> Result<Answer, Stop> {
    if deciding.access.actor.user() != Some(command.user) {
        deciding.access.require(Permission::UserManage)?;
    }
    let before = found(deciding, command.user)?;
    may_take_over(deciding, &before)?;
    let user = if before.two_factor.is_some() { keep(deciding, before, None) } else { before };
    Ok(Answer::User { user })
}

/// Takes what a user showed beside his password: once, whoever else shows it at the same time and wherever.
pub(super) fn take(deciding: &mut Deciding<'_>, user: UserId, proof: Proof) -> Result<(), Stop> {
    let before = found(deciding, user)?;
    let factor = before.two_factor.as_ref().filter(|factor| factor.confirmed).and_then(|factor| factor.taking(proof));
    let factor = factor.ok_or(Refusal::WrongTotp)?;
    match proof {
        // Everybody does that all the time: the token's event tells of it.
        Proof::Step(_) => deciding.write(Write::User(User { two_factor: Some(factor), ..before })),
        Proof::Recovery(_) => drop(keep(deciding, before, Some(factor))),
    }
    Ok(())
}

/// The user, if it is he who gives the command.
fn himself(deciding: &Deciding<'_>, user: UserId) -> Result<User, Stop> {
    let other = deciding.access.actor.user() != Some(user);
    if other { Err(Refusal::NotFound { noun: "user" }.into()) } else { found(deciding, user) }
}

fn keep(deciding: &mut Deciding<'_>, before: User, factor: Option<TwoFactor>) -> User {
    let user = User { two_factor: factor, updated_at: deciding.now, ..before.clone() };
    deciding.emit(EventKind::UserUpdated, Subject::User { id: user.id }, changes(&before, &user));
    deciding.write(Write::User(user.clone()));
    user
}

/// How far it is on, and how many recovery codes there are: nothing that lets anybody in.
fn changes(before: &User, user: &User) -> Map<String, Value> {
    let state = |user: &User| match &user.two_factor {
        None => "off",
        Some(factor) if factor.confirmed => "on",
        Some(_) => "begun",
    };
    let codes = |user: &User| user.two_factor.as_ref().map_or(0, |factor| factor.recovery.len());
    let mut changes = Map::new();
    if state(before) != state(user) {
        changes.extend(one_change("two_factor", state(before), state(user)));
    }
    if codes(before) != codes(user) {
        changes.extend(one_change("recovery_codes_left", codes(before), codes(user)));
    }
    changes
}
