package mfa

// resetWays are the methods that count for password reset.
const resetWays = Text | CallMobile | CallOffice | Notify | PhoneSignIn | Code | Token | Mail | Questions

// gates counts the methods for password reset. A phone counts once, for text messages
// and phone calls together, and so does an app, for notifications and codes together
// (Microsoft Learn: concept-sspr-howitworks).
func gates(set Factor) int {
	n := 0
	for _, group := range [...]Factor{Text | CallMobile, CallOffice, Notify | PhoneSignIn | Code | Token, Mail,
		Questions} {
		if set&group != 0 {
			n++
		}
	}
	return n
}
