//! Two factors: what a user shows beside his password to log in.

use serde::{Deserialize, Serialize};

use crate::subscription::Sealed;

/// Seconds for which a code holds: the step of RFC 6238.
pub const STEP_SECONDS: i64 = 30;

/// What a user's second factor is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwoFactor {
    /// What his codes are made of, encrypted.
    pub secret: Sealed,
    /// Whether he has shown that he makes codes of it: before, nobody is asked for one.
    pub confirmed: bool,
    /// The step of the last code that was taken: none of it or of an earlier one is taken again.
    pub last_step: i64,
    /// SHA-256 of each recovery code that was not used yet.
    #[serde(default)]
    pub recovery: Vec<[u8; 32]>,
}

/// What a user showed beside his password. It is good once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// A code of this step.
    Step(i64),
    /// The recovery code of which this is the SHA-256.
    Recovery([u8; 32]),
}

impl TwoFactor {
    /// The same after the proof was taken; none: it was taken before, or is none.
    #[must_use]
    pub fn taking(&self, proof: Proof) -> Option<Self> {
        match proof {
            Proof::Step(step) => (step > self.last_step).then(|| Self { last_step: step, ..self.clone() }),
            Proof::Recovery(hash) => {
                let at = self.recovery.iter().position(|kept| *kept == hash)?;
                let mut left = self.clone();
                left.recovery.remove(at);
                Some(left)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Proof, TwoFactor};
    use crate::subscription::Sealed;

    #[test]
    fn what_is_shown_is_taken_once() {
        let factor = TwoFactor { secret: Sealed(String::new()), confirmed: true, last_step: 5, recovery: vec![[1; 32], [2; 32]] };
        assert!(factor.taking(Proof::Step(4)).is_none() && factor.taking(Proof::Step(5)).is_none());
        let later = factor.taking(Proof::Step(6)).expect("a new step");
        assert_eq!((later.last_step, later.recovery.len()), (6, 2));
        assert!(factor.taking(Proof::Recovery([3; 32])).is_none());
        let left = later.taking(Proof::Recovery([1; 32])).expect("a code");
        assert_eq!((left.last_step, &left.recovery), (6, &vec![[2; 32]]));
        assert!(left.taking(Proof::Recovery([1; 32])).is_none());
    }
}
