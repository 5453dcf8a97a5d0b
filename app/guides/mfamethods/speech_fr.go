package mfamethods

import "handrail/app/identity/mfa"

// french are the texts in French.
var french = speech{
	lost: "À partir du {{day}}, vous ne pourrez plus confirmer votre connexion avec {{lost}}.",
	another: "À partir du {{day}}, vous confirmerez votre connexion avec une autre méthode que vous avez déjà " +
		"configurée.",
	nothing: "Vous n’avez rien à faire. Vous pouvez consulter et modifier vos méthodes de connexion ici : " +
		"https://aka.ms/mfasetup",
	otherwise: "Sinon, il vous sera demandé de le faire à votre prochaine connexion après cette date.",
	help:      "Si cela ne fonctionne pas, demandez-nous de l’aide.",
	stays:     "Les méthodes que vous utilisez aujourd’hui restent.",
	pass:      "Nous vous donnerons un passe d’accès temporaire : un code valable pendant une durée limitée. Ensuite :",
	never:     "Nous n’envoyons jamais ce code par e-mail.",
	passStep:  "1. Ouvrez https://aka.ms/mfasetup et connectez-vous avec le code.",
	safer:     "Il est plus rapide et plus sûr de configurer {{choice}} : https://aka.ms/mfasetup",
	or:        "ou",
	any:       "l’une des méthodes proposées",
	steps: []string{"1. Ouvrez https://aka.ms/mfasetup",
		"2. Sélectionnez « Ajouter une méthode de connexion ».",
		"3. Choisissez {{choice}} et suivez les instructions."},
	ways: map[mfa.Factor]string{
		mfa.Text:        "un SMS",
		mfa.CallMobile:  "un appel",
		mfa.Notify:      "Microsoft Authenticator",
		mfa.Code:        "un code d’une application d’authentification",
		mfa.Token:       "un code d’un jeton matériel",
		mfa.Passkey:     "une clé d’accès",
		mfa.Certificate: "un certificat",
		mfa.Other:       "une autre méthode",
	},
	offer: map[mfa.Factor]string{
		mfa.Passkey: "une clé d’accès",
		mfa.Notify:  "Microsoft Authenticator",
		mfa.Code:    "une application d’authentification",
	},
	parts: map[string]string{
		kindLocked: "Vous avez besoin de notre aide pour configurer une nouvelle méthode. Appelez-nous avant " +
			"cette date.",
		kindRegister: "Configurez une nouvelle méthode de connexion avant cette date. Cela prend environ quatre " +
			"minutes. Gardez votre mobile à portée de main :",
		kindBroken: "Pour le moment, vous n’avez aucune méthode de connexion qui fonctionne. Configurez-en une. " +
			"Cela prend environ quatre minutes :",
		kindReminded: "À partir du {{day}}, un rappel peut vous proposer de configurer {{remind}} lors de la " +
			"connexion. Vous pouvez l’ignorer pour le moment.",
		kindSignIn: "À partir du {{day}}, vous ne pourrez plus vous connecter avec votre seul numéro de " +
			"téléphone. Connectez-vous avec votre nom d’utilisateur {{user}} et votre mot de passe. Si vous ne " +
			"le connaissez pas, demandez-le-nous avant cette date.",
		kindCall:  "Au lieu de vous envoyer un SMS, Microsoft vous appellera. Répondez et appuyez sur la touche #.",
		kindOther: "Vous utiliserez une autre méthode que vous avez déjà configurée.",
		kindReset: "À partir du {{day}}, vous ne pourrez plus réinitialiser un mot de passe oublié avec vos " +
			"méthodes. Ajoutez une autre méthode avant cette date : https://aka.ms/mfasetup",
		kindUnsure: "À partir du {{day}}, nous changeons les méthodes de connexion autorisées. Cela peut vous " +
			"concerner. Avant cette date, ouvrez https://aka.ms/mfasetup et vérifiez que vous avez configuré " +
			"{{choice}}. En cas de difficulté, demandez-nous de l’aide.",
		kindStuck: "Pour le moment, vous n’avez aucune méthode de connexion qui fonctionne. Demandez-nous de l’aide.",
	},
	subjects: map[string]string{
		kindLocked:   "Avant le {{day}} : configurez une nouvelle méthode de connexion",
		kindRegister: "Votre connexion change le {{day}}",
		kindBroken:   "Configurez une méthode de connexion",
		kindReminded: "À partir du {{day}} : rappel pour configurer {{remind}}",
		kindSignIn:   "Votre connexion change le {{day}}",
		kindCall:     "À partir du {{day}}, Microsoft vous appelle à la connexion",
		kindOther:    "À partir du {{day}}, vous utilisez une autre méthode de connexion",
		kindReset:    "Réinitialiser votre mot de passe à partir du {{day}}",
		kindUnsure:   "Votre connexion change peut-être le {{day}}",
		kindStuck:    "Vous avez besoin de notre aide pour votre connexion",
	},
	notice: map[string]string{
		kindRegister: "Vous n’avez pas d’autre méthode ? Configurez-en une avant cette date. Cela prend environ " +
			"quatre minutes :",
		kindLocked: "Vous n’avez pas d’autre méthode et ne pouvez pas en configurer ? Appelez-nous avant cette " +
			"date.",
		kindCall:  "Vous recevez un SMS aujourd’hui ? Microsoft vous appellera. Répondez et appuyez sur la touche #.",
		kindOther: "Vous avez déjà une autre méthode ? Vous l’utiliserez et n’avez rien à faire.",
		kindSignIn: "Vous vous connectez avec votre seul numéro de téléphone ? Utilisez votre nom d’utilisateur " +
			"et votre mot de passe.",
		kindReminded: "Lors de la connexion, un rappel peut vous proposer de configurer {{remind}}. Vous pouvez " +
			"l’ignorer pour le moment.",
		kindReset: "Vous réinitialisez vous-même un mot de passe oublié ? Vérifiez vos méthodes sur " +
			"aka.ms/mfasetup avant cette date.",
		kindBroken: "Vous n’avez aucune méthode de connexion qui fonctionne ? Configurez-en une :",
		kindUnsure: "Vérifiez vos méthodes de connexion sur aka.ms/mfasetup avant cette date.",
		kindStuck:  "Vous n’avez aucune méthode de connexion qui fonctionne ? Demandez-nous de l’aide.",
	},
	noticeTitle: "Notre connexion change le {{day}}",
	noticeEnds:  "À partir du {{day}}, certaines connexions ne pourront plus être confirmées avec {{lost}}.",
	noticeHelp:  "Demandez-nous de l’aide si nécessaire.",
}
