package mfamethods

import (
	"strings"

	"handrail/app/mfa"
)

// letter is a mail for one outcome in one language. {{name}} and {{day}} are
// filled in.
type letter struct{ subject, text string }

// languages the mails are written in.
var languages = []string{"en", "de", "fr"}

// letterFor gives the mail for an outcome; ok is false where there is nothing to
// tell.
func letterFor(o mfa.Outcome, language string) (letter, bool) {
	l, ok := letters[kindOf(o)][language]
	return l, ok
}

// kindOf groups outcomes that need the same mail.
func kindOf(o mfa.Outcome) string {
	switch o.Worst() {
	case mfa.LockedOut:
		return "locked"
	case mfa.MustRegister, mfa.AlreadyBroken, mfa.WillBeAsked:
		return "register"
	case mfa.CallInstead:
		return "call"
	case mfa.AskedDifferently, mfa.LosesTextSignIn:
		return "other"
	case mfa.LosesReset:
		return "reset"
	}
	return ""
}

// languageOf picks the language of a person.
func languageOf(preferred string) string {
	for _, l := range languages {
		if strings.HasPrefix(strings.ToLower(preferred), l) {
			return l
		}
	}
	return "en"
}

// texts is what stands in every text: the day, and words of the person's own.
type texts struct{ on, own string }

// of gives the mail for somebody, in their language.
func (s texts) of(t told1) (subject, text string) {
	l, _ := letterFor(t.outcome, t.language)
	text = fill(l.text, t.name, s.on)
	if s.own != "" {
		text = strings.TrimRight(text, "\n") + "\n\n" + s.own + "\n"
	}
	return fill(l.subject, t.name, s.on), text
}

// fill writes name and day into a text.
func fill(text, name, day string) string {
	return strings.NewReplacer("{{name}}", name, "{{day}}", day).Replace(text)
}

var letters = map[string]map[string]letter{
	"register": {
		"en": {"Your sign-in changes on {{day}}", "Hello {{name}},\n\nFrom {{day}} you can no longer use the phone number you use today to prove who you are.\n\nSet up a new way before that day. It takes about four minutes, with your phone in your hand:\n1. Open https://aka.ms/mfasetup\n2. Choose “Add sign-in method”.\n3. Choose a passkey or the Authenticator app, and follow the pages.\n\nIf you do nothing, you are asked to do it at your next sign-in after {{day}}.\n"},
		"de": {"Ihre Anmeldung ändert sich am {{day}}", "Guten Tag {{name}},\n\nab dem {{day}} können Sie Ihre Anmeldung nicht mehr mit der bisherigen Telefonnummer bestätigen.\n\nRichten Sie vorher einen neuen Weg ein. Es dauert etwa vier Minuten, mit dem Telefon in der Hand:\n1. Öffnen Sie https://aka.ms/mfasetup\n2. Wählen Sie „Anmeldemethode hinzufügen“.\n3. Wählen Sie einen Passkey oder die App Authenticator und folgen Sie den Seiten.\n\nWenn Sie nichts tun, werden Sie bei der nächsten Anmeldung nach dem {{day}} dazu aufgefordert.\n"},
		"fr": {"Votre connexion change le {{day}}", "Bonjour {{name}},\n\nà partir du {{day}}, le numéro de téléphone que vous utilisez ne permettra plus de confirmer votre connexion.\n\nConfigurez avant cette date un nouveau moyen. Cela prend environ quatre minutes, le téléphone en main :\n1. Ouvrez https://aka.ms/mfasetup\n2. Choisissez « Ajouter une méthode de connexion ».\n3. Choisissez une clé d’accès ou l’application Authenticator et suivez les pages.\n\nSi vous ne faites rien, cela vous sera demandé à la première connexion après le {{day}}.\n"},
	},
	"locked": {
		"en": {"Before {{day}}: you need a new way to sign in", "Hello {{name}},\n\nFrom {{day}} your phone number no longer proves who you are. You cannot set up a new way alone.\n\nCall us before that day. You get a Temporary Access Pass, a code for once. With it:\n1. Open https://aka.ms/mfasetup and sign in with the code.\n2. Choose “Add sign-in method”.\n3. Choose a passkey or the Authenticator app, and follow the pages.\n\nWe never send such a code by mail.\n"},
		"de": {"Vor dem {{day}}: Sie brauchen einen neuen Weg zur Anmeldung", "Guten Tag {{name}},\n\nab dem {{day}} bestätigt Ihre Telefonnummer die Anmeldung nicht mehr. Einen neuen Weg können Sie nicht allein einrichten.\n\nRufen Sie uns vorher an. Sie bekommen einen befristeten Zugriffspass, einen Code für einmal. Damit:\n1. Öffnen Sie https://aka.ms/mfasetup und melden Sie sich mit dem Code an.\n2. Wählen Sie „Anmeldemethode hinzufügen“.\n3. Wählen Sie einen Passkey oder die App Authenticator und folgen Sie den Seiten.\n\nWir senden einen solchen Code nie per Mail.\n"},
		"fr": {"Avant le {{day}} : il vous faut un nouveau moyen de connexion", "Bonjour {{name}},\n\nà partir du {{day}}, votre numéro de téléphone ne confirmera plus votre connexion. Vous ne pouvez pas configurer seul un nouveau moyen.\n\nAppelez-nous avant cette date. Vous recevrez un passe d’accès temporaire, un code à usage unique. Avec lui :\n1. Ouvrez https://aka.ms/mfasetup et connectez-vous avec le code.\n2. Choisissez « Ajouter une méthode de connexion ».\n3. Choisissez une clé d’accès ou l’application Authenticator et suivez les pages.\n\nNous n’envoyons jamais un tel code par courrier électronique.\n"},
	},
	"call": {
		"en": {"From {{day}} you are called", "Hello {{name}},\n\nfrom {{day}} you no longer get a text message when you sign in. Your phone rings in its place: answer, and press the # key.\n\nA passkey or the Authenticator app is quicker and safer: https://aka.ms/mfasetup\n"},
		"de": {"Ab dem {{day}} werden Sie angerufen", "Guten Tag {{name}},\n\nab dem {{day}} kommt bei der Anmeldung keine SMS mehr. Stattdessen klingelt Ihr Telefon: Nehmen Sie ab und drücken Sie die Taste #.\n\nEin Passkey oder die App Authenticator ist schneller und sicherer: https://aka.ms/mfasetup\n"},
		"fr": {"À partir du {{day}}, vous serez appelé", "Bonjour {{name}},\n\nà partir du {{day}}, vous ne recevrez plus de SMS à la connexion. Votre téléphone sonnera : répondez et appuyez sur la touche #.\n\nUne clé d’accès ou l’application Authenticator est plus rapide et plus sûre : https://aka.ms/mfasetup\n"},
	},
	"other": {
		"en": {"From {{day}} you are asked in another way", "Hello {{name}},\n\nfrom {{day}} the sign-in asks you in another way, with a method that you have set up already. There is nothing to do.\n\nYou see and change your methods at https://aka.ms/mfasetup\n"},
		"de": {"Ab dem {{day}} fragt die Anmeldung anders", "Guten Tag {{name}},\n\nab dem {{day}} fragt die Anmeldung anders, mit einer Methode, die Sie schon eingerichtet haben. Sie müssen nichts tun.\n\nIhre Methoden sehen und ändern Sie unter https://aka.ms/mfasetup\n"},
		"fr": {"À partir du {{day}}, la connexion vous demande autre chose", "Bonjour {{name}},\n\nà partir du {{day}}, la connexion utilisera une autre méthode que vous avez déjà configurée. Vous n’avez rien à faire.\n\nVos méthodes : https://aka.ms/mfasetup\n"},
	},
	"reset": {
		"en": {"Resetting your password after {{day}}", "Hello {{name}},\n\nfrom {{day}} your phone number no longer resets a forgotten password. Add another method before: https://aka.ms/mfasetup\n"},
		"de": {"Kennwort zurücksetzen nach dem {{day}}", "Guten Tag {{name}},\n\nab dem {{day}} setzt Ihre Telefonnummer ein vergessenes Kennwort nicht mehr zurück. Fügen Sie vorher eine andere Methode hinzu: https://aka.ms/mfasetup\n"},
		"fr": {"Réinitialiser votre mot de passe après le {{day}}", "Bonjour {{name}},\n\nà partir du {{day}}, votre numéro ne réinitialisera plus un mot de passe oublié. Ajoutez avant une autre méthode : https://aka.ms/mfasetup\n"},
	},
}
