package mfa

// resetWays are the methods that count for password reset.
const resetWays = Text | CallMobile | CallOffice | Notify | PhoneSignIn | Code | Token | Mail | Questions

// gates counts the methods for password reset. A phone counts once, for text messages
// and phone calls together, and so does an app, for notifications and codes together
// (Microsoft Learn: concept-sspr-howitworks). While the legacy settings apply and one
// method is needed, a notification alone resets no password: migrated is then false.
func gates(set Factor, needed int, migrated bool) int {
	if needed == 1 && !migrated {
		set &^= Notify | PhoneSignIn
	}
	n := 0
	for _, group := range [...]Factor{Text | CallMobile, CallOffice, Notify | PhoneSignIn | Code | Token, Mail,
		Questions} {
		if set&group != 0 {
			n++
		}
	}
	return n
}
